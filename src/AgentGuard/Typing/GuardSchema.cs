using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard;

/// <summary>
/// The Cedar schema of a bundle and the tools that are registered, in the shape of cedar-for-agents' generator: one action a tool, its
/// arguments typed under <c>context.input</c>. It says what a call's context really is, see <see cref="CallContext"/>.
/// </summary>
internal sealed class GuardSchema
{
    /// <summary>Where the guard's own types stand.</summary>
    public const string Namespace = "AgentGuard";

    private const string CallHistory = "CallHistory";
    private const string Grounds = "CallGrounds";
    private const string CallDelegation = "CallDelegation";
    private const string CallSession = "CallSession";

    private readonly JsonObject _namespaces;
    private readonly JsonObject _global;
    private readonly ToolCatalog _catalog;
    private readonly IReadOnlyList<HistoryFact> _facts;
    private readonly IReadOnlyList<TemporalCondition> _conditions;
    private readonly Dictionary<string, RegisteredTool> _tools = [];

    private GuardSchema(
        DeployerSchema? deployer, ToolCatalog catalog, IReadOnlyList<HistoryFact> facts, IReadOnlyList<TemporalCondition> conditions, IReadOnlyCollection<ToolDefinition> definitions)
    {
        _catalog = catalog;
        _facts = facts;
        _conditions = conditions;
        _namespaces = deployer?.ToJson() ?? [];
        _global = SchemaJson.Global(_namespaces);
        foreach (ToolDefinition definition in definitions)
        {
            catalog.TryFind(definition.Id, out ToolEntry? entry);
            _tools[definition.Id.ToString()] = new RegisteredTool(definition.Id, entry, ArgumentShapes.Of(definition));
        }

        CountedTools = new SortedSet<string>(catalog.Tools.Select(tool => tool.Id.ToString()).Concat(_tools.Keys), StringComparer.Ordinal);
        EnvironmentNames = [.. NamesOf(DeployerSchema.Environment)];
        SessionNames = ["id", "tenant", .. NamesOf(DeployerSchema.SessionAttributes)];
        KnowsClaims = SchemaJson.CommonType(_namespaces, DeployerSchema.Claims) is not null;
        AddEntityTypes();
        AddOwnTypes();
        AddActions();
    }

    public static IReadOnlyList<string> PrincipalTypes { get; } = [Principal.UserType, Principal.AgentType, Principal.ServiceType, Principal.WorkloadType];

    /// <summary>The tools that are registered, by the ids of their actions.</summary>
    public IReadOnlyDictionary<string, RegisteredTool> Tools => _tools;

    public HashSet<string> EnvironmentNames { get; }

    public HashSet<string> SessionNames { get; }

    /// <summary>Whether the deployer says what is verified about who acts.</summary>
    public bool KnowsClaims { get; }

    /// <summary>The names of the tools that a session's history counts.</summary>
    public SortedSet<string> CountedTools { get; }

    /// <summary>Makes the schema.</summary>
    /// <param name="deployer">The deployer's part; null for none.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="facts">What is declared about the history.</param>
    /// <param name="conditions">The temporal conditions.</param>
    /// <param name="definitions">The tools that are registered, each once.</param>
    public static GuardSchema Of(
        DeployerSchema? deployer, ToolCatalog catalog, IReadOnlyList<HistoryFact> facts, IReadOnlyList<TemporalCondition> conditions, IReadOnlyCollection<ToolDefinition> definitions) =>
        new(deployer, catalog, facts, conditions, definitions);

    /// <summary>The schema as Cedar reads it.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="error">Why there is none, where the deployer's types and the guard's do not go together.</param>
    public bool TryBuild([NotNullWhen(true)] out CedarSchema? schema, [NotNullWhen(false)] out string? error)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            _namespaces.WriteTo(writer);
        }

        string text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        CedarParserOptions options = new() { MaxLength = Math.Max(1, text.Length) };
        bool isSchema = CedarSchemaJson.TryParse(new SourceText(text), out schema, out IReadOnlyList<Diagnostic> found, options);
        error = isSchema ? null : found.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Message;
        return isSchema;
    }

    private IEnumerable<string> NamesOf(string commonType) =>
        SchemaJson.AttributesOf(_namespaces, commonType)?.Select(attribute => attribute.Key) ?? [];

    /// <summary>A built-in type, by its short name where that means it.</summary>
    private JsonObject BuiltIn(string type) =>
        SchemaJson.Named(SchemaJson.CommonType(_namespaces, type) is null && SchemaJson.EntityType(_namespaces, type) is null ? type : $"__cedar::{type}");

    private JsonObject Strings() => SchemaJson.SetOf(BuiltIn("String"));

    private void AddEntityTypes()
    {
        string[] needed = [.. PrincipalTypes, Principal.GroupType, .. ResourceTypes()];
        foreach (string type in needed)
        {
            int separator = type.LastIndexOf("::", StringComparison.Ordinal);
            JsonObject space = SchemaJson.Child(_namespaces, separator < 0 ? "" : type[..separator]);
            JsonObject types = SchemaJson.Child(space, "entityTypes");
            SchemaJson.Child(space, "actions");
            string name = separator < 0 ? type : type[(separator + 2)..];
            if (!types.ContainsKey(name))
            {
                types[name] = type == Principal.UserType ? new JsonObject { ["memberOfTypes"] = SchemaJson.Texts([Principal.GroupType]) } : [];
            }
        }

        foreach (string type in PrincipalTypes)
        {
            JsonObject declared = SchemaJson.EntityType(_namespaces, type)!;
            if (declared["shape"] is not JsonObject)
            {
                declared["shape"] = SchemaJson.Record([]);
            }

            JsonObject attributes = SchemaJson.Child((JsonObject)declared["shape"]!, "attributes");
            attributes[GuardAttributes.Grants] = Strings();
            if (KnowsClaims)
            {
                attributes[GuardAttributes.Claims] = SchemaJson.Named(DeployerSchema.Claims);
            }
        }
    }

    private IEnumerable<string> ResourceTypes() =>
        _catalog.Tools.Select(tool => tool.Resource?.Type ?? RegisteredTool.Toolset)
            .Append(RegisteredTool.Toolset)
            .Distinct()
            .Order(StringComparer.Ordinal);

    private void AddOwnTypes()
    {
        JsonObject own = SchemaJson.Child(_namespaces, Namespace);
        JsonObject types = SchemaJson.Child(own, "commonTypes");
        SchemaJson.Child(own, "entityTypes");
        SchemaJson.Child(own, "actions");
        types[CallHistory] = SchemaJson.Record(OwnHistory());

        JsonObject grounds = new() { ["purposeMentioned"] = BuiltIn("Bool"), ["readUntrusted"] = BuiltIn("Bool"), ["sharesUserWords"] = BuiltIn("Bool") };
        foreach (string role in CallGrounds.Roles)
        {
            grounds[role] = Strings();
        }

        types[Grounds] = SchemaJson.Record(grounds);

        // Who is in the chain may be of several entity types, and Cedar has no type for that.
        types[CallDelegation] = SchemaJson.Record(new JsonObject { ["depth"] = BuiltIn("Long") });
        JsonObject session = SchemaJson.AttributesOf(_namespaces, DeployerSchema.SessionAttributes)?.DeepClone().AsObject() ?? [];
        session["id"] = BuiltIn("String");
        session["tenant"] = SchemaJson.Optional(BuiltIn("String"));
        types[CallSession] = SchemaJson.Record(session);
    }

    private JsonObject OwnHistory()
    {
        JsonObject counts = [];
        foreach (string tool in CountedTools)
        {
            counts[tool] = SchemaJson.Optional(BuiltIn("Long"));
        }

        return new JsonObject
        {
            ["calls"] = BuiltIn("Long"),
            ["counts"] = SchemaJson.Record(counts),
            ["denied"] = BuiltIn("Long"),
            ["labels"] = Strings(),
            ["tools"] = Strings(),
        };
    }

    /// <summary>The history as a tool's policies see it, with the facts that can be told of its calls.</summary>
    private JsonObject History(RecordShape input)
    {
        HistoryFact[] told = [.. _facts.Where(fact => FactTypes.IsTold(fact, input))];
        if (told.Length == 0)
        {
            return SchemaJson.Named($"{Namespace}::{CallHistory}");
        }

        JsonObject history = OwnHistory();
        foreach (HistoryFact fact in told)
        {
            JsonObject type = BuiltIn(fact.Kind == FactKind.Seen ? "Bool" : "Long");
            history[fact.Name] = fact.Kind == FactKind.Last ? SchemaJson.Optional(type) : type;
        }

        return SchemaJson.Record(history);
    }

    private void AddActions()
    {
        JsonObject actions = SchemaJson.Child(_global, "actions");
        foreach (string group in _catalog.Tools.SelectMany(tool => tool.Groups).Distinct().Order(StringComparer.Ordinal))
        {
            actions[group] = new JsonObject();
        }

        // A tool of another process has a name here, and applies to nothing.
        foreach (ToolEntry tool in _catalog.Tools)
        {
            actions[tool.Id.ToString()] = InGroups(tool.Groups);
        }

        foreach ((string id, RegisteredTool tool) in _tools)
        {
            JsonObject action = InGroups(tool.Entry?.Groups ?? []);
            action["appliesTo"] = Applies(PrincipalTypes, [tool.ResourceType], Context(tool.Input));
            actions[id] = action;
        }

        actions[ActionEntities.Approve.Id] = new JsonObject { ["appliesTo"] = Applies([Principal.UserType], ResourceTypes(), ApprovalContext()) };
    }

    private static JsonObject InGroups(IReadOnlyList<string> groups)
    {
        JsonObject action = [];
        if (groups.Count > 0)
        {
            action["memberOf"] = new JsonArray([.. groups.Select(group => (JsonNode)new JsonObject { ["id"] = group })]);
        }

        return action;
    }

    private static JsonObject Applies(IEnumerable<string> principals, IEnumerable<string> resources, JsonObject context) => new()
    {
        ["principalTypes"] = SchemaJson.Texts(principals),
        ["resourceTypes"] = SchemaJson.Texts(resources),
        ["context"] = context,
    };

    /// <summary>As <see cref="CallContext"/> builds it.</summary>
    private JsonObject Context(RecordShape input)
    {
        JsonObject origin = [];
        foreach ((string name, ArgumentAttribute argument) in input.Attributes)
        {
            origin[name] = argument.IsWritten ? Strings() : SchemaJson.Optional(Strings());
        }

        JsonObject context = new()
        {
            ["delegation"] = SchemaJson.Named($"{Namespace}::{CallDelegation}"),
            ["environment"] = SchemaJson.CommonType(_namespaces, DeployerSchema.Environment) is null ? SchemaJson.Record([]) : SchemaJson.Named(DeployerSchema.Environment),
            ["grounds"] = SchemaJson.Named($"{Namespace}::{Grounds}"),
            ["history"] = History(input),
            ["input"] = TypeOf(input),
            ["now"] = BuiltIn("datetime"),
            ["origin"] = SchemaJson.Record(origin),
            ["session"] = SchemaJson.Named($"{Namespace}::{CallSession}"),
        };
        if (_conditions.Count > 0)
        {
            JsonObject holds = [];
            foreach (TemporalCondition condition in _conditions)
            {
                holds[condition.Name] = BuiltIn("Bool");
            }

            context[TemporalBlock.Attribute] = SchemaJson.Record(holds);
        }

        return SchemaJson.Record(context);
    }

    /// <summary>As <see cref="ApprovalAuthority"/> builds it.</summary>
    private JsonObject ApprovalContext() => SchemaJson.Record(new JsonObject
    {
        ["approval"] = SchemaJson.Record(new JsonObject { ["group"] = BuiltIn("String"), ["id"] = BuiltIn("String"), ["policies"] = Strings() }),
        ["groups"] = Strings(),
        ["tool"] = BuiltIn("String"),
    });

    private JsonObject TypeOf(ArgumentShape shape) => shape switch
    {
        ScalarShape scalar => BuiltIn(scalar.Type),
        SetShape set => SchemaJson.SetOf(TypeOf(set.Element)),
        RecordShape record => SchemaJson.Record(TypesOf(record)),
        _ => throw new InvalidOperationException("what has no type is left out"),
    };

    private JsonObject TypesOf(RecordShape record)
    {
        JsonObject attributes = [];
        foreach ((string name, ArgumentAttribute attribute) in record.Attributes)
        {
            if (attribute.Shape is not UntypedShape)
            {
                JsonObject type = TypeOf(attribute.Shape);
                attributes[name] = attribute.IsRequired ? type : SchemaJson.Optional(type);
            }
        }

        return attributes;
    }
}
