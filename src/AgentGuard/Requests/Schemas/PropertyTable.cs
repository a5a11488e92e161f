using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace AgentGuard;

/// <summary>The properties that a schema declares, in its order.</summary>
internal sealed class PropertyTable
{
    private readonly Dictionary<string, int> _indices = [];
    private readonly Dictionary<string, string> _ignoringCase = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[][] _utf8Names;

    /// <summary>Makes a table.</summary>
    /// <param name="names">Distinct names.</param>
    /// <param name="schemas">Their schemas.</param>
    public PropertyTable(IReadOnlyList<string> names, IReadOnlyList<ToolSchema> schemas)
    {
        Names = [.. names];
        Schemas = [.. schemas];
        _utf8Names = [.. names.Select(Encoding.UTF8.GetBytes)];
        for (int i = 0; i < names.Count; i++)
        {
            _indices.Add(names[i], i);
            _ignoringCase.TryAdd(names[i], names[i]);
        }
    }

    /// <summary>The names.</summary>
    public string[] Names { get; }

    /// <summary>The schemas, at the indices of their names.</summary>
    public ToolSchema[] Schemas { get; }

    /// <summary>The indices of properties that have a default. Known when all references of the document are.</summary>
    public int[] Defaults { get; set; } = [];

    /// <summary>Finds a property by its exact name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ToolSchema? schema)
    {
        bool isFound = _indices.TryGetValue(name, out int index);
        schema = isFound ? Schemas[index] : null;
        return isFound;
    }

    /// <summary>Finds the index of a member's name without making a string of it where it is the expected one.</summary>
    /// <param name="member">The member.</param>
    /// <param name="expected">The index to look at first: models mostly write in the schema's order.</param>
    /// <returns>The index; negative if the name is not declared.</returns>
    public int IndexOf(JsonProperty member, int expected) =>
        expected < _utf8Names.Length && member.NameEquals(_utf8Names[expected]) ? expected
            : _indices.TryGetValue(member.Name, out int index) ? index
            : -1;

    /// <summary>Whether an object has a property of the table.</summary>
    public bool IsIn(JsonElement value, int index) => value.TryGetProperty(_utf8Names[index], out _);

    /// <summary>The declared name that differs from this one in case only.</summary>
    public string? FindIgnoringCase(string name) => _ignoringCase.GetValueOrDefault(name);
}
