using System.Collections.Frozen;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// One schema object of a tool's JSON Schema (draft 2020-12, and what 07 differs in), compiled. Understood are <c>type</c>, <c>properties</c>,
/// <c>required</c>, <c>additionalProperties</c>, <c>items</c>, <c>prefixItems</c>, <c>enum</c>, <c>const</c>, <c>default</c>, the bounds of numbers
/// and lengths, <c>anyOf</c>, <c>oneOf</c>, <c>allOf</c>, <c>$ref</c> into the document, and boolean schemas. Everything else
/// (<c>pattern</c>, <c>format</c>, <c>not</c>, <c>if</c>, <c>patternProperties</c> …) asserts nothing here: the tool may, and policies may.
/// </summary>
internal sealed class ToolSchema
{
    /// <summary>What <c>true</c> compiles to.</summary>
    public static ToolSchema Anything { get; } = new();

    /// <summary>What <c>false</c> compiles to.</summary>
    public static ToolSchema Nothing { get; } = new() { Types = JsonTypes.None };

    /// <summary>A schema that allows anything.</summary>
    public ToolSchema() => Conjuncts = [this];

    /// <summary>What a value may be.</summary>
    public JsonTypes Types { get; set; } = JsonTypes.Any;

    /// <summary>The declared properties; null where the keyword is absent, so that any name is as good.</summary>
    public PropertyTable? Properties { get; set; }

    /// <summary>Names that must be there.</summary>
    public string[] Required { get; set; } = [];

    /// <summary>What properties that are not declared must be; null where the schema does not say.</summary>
    public ToolSchema? AdditionalProperties { get; set; }

    /// <summary>The first elements' schemas.</summary>
    public ToolSchema[] PrefixItems { get; set; } = [];

    /// <summary>The schema of the elements after those.</summary>
    public ToolSchema? Items { get; set; }

    /// <summary>The only values that are allowed; null for all. A <c>const</c> is a list of one.</summary>
    public JsonElement[]? Enum { get; set; }

    /// <summary>A <c>const</c> that stands beside an <c>enum</c>.</summary>
    public JsonElement? Const { get; set; }

    /// <summary>The bounds of numbers; null where there are none.</summary>
    public NumberBounds? Number { get; set; }

    /// <summary>How many Unicode code points a text has.</summary>
    public CountBounds Length { get; set; } = CountBounds.None;

    /// <summary>How many elements an array has.</summary>
    public CountBounds Count { get; set; } = CountBounds.None;

    /// <summary>What fills the place of an absent property.</summary>
    public JsonElement? Default { get; set; }

    /// <summary>Schemas that hold together with this one: <c>allOf</c> and <c>$ref</c>.</summary>
    public List<ToolSchema> AllOf { get; } = [];

    /// <summary>Schemas of which at least one holds; null for no such condition.</summary>
    public ToolSchema[]? AnyOf { get; set; }

    /// <summary>Schemas of which exactly one holds; null for no such condition.</summary>
    public ToolSchema[]? OneOf { get; set; }

    /// <summary>This schema and all that hold together with it, each once.</summary>
    public ToolSchema[] Conjuncts { get; set; }

    /// <summary>Of the root of a document: the names that it declares anywhere, which are not whoever's who writes a value.</summary>
    public FrozenSet<string> DeclaredNames { get; set; } = [];

    /// <summary>How many steps it takes to look at a value.</summary>
    public int Cost => 1 + ((Enum?.Length ?? 0) / 8);

    /// <summary>Whether a type is named.</summary>
    public bool IsTyped => Types != JsonTypes.Any;

    /// <summary>What the element at an index of an array must be; null where the schema does not say.</summary>
    public ToolSchema? ElementAt(int index) => index < PrefixItems.Length ? PrefixItems[index] : Items;
}
