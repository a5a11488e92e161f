using System.Collections.Frozen;
using AgentGuard.Cedar.Values;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>Reads <c>tools.json</c>. What it does not understand is an error: a misspelt <c>sensitive</c> must not put a secret into the log.</summary>
internal sealed class ToolCatalogReader
{
    private static readonly string[] s_rootMembers = ["tools"];
    private static readonly string[] s_toolMembers = ["groups", "resource", "arguments", "output", "failure", "purpose", "pin"];
    private static readonly string[] s_resourceMembers = ["type", "argument"];
    private static readonly string[] s_argumentMembers = ["kind", "role", "sensitive"];
    private static readonly string[] s_outputMembers = ["labels", "trust", "fields"];
    private static readonly string[] s_fieldMembers = ["trust", "labels", "role"];

    private static readonly FrozenDictionary<string, ArgumentKind> s_kinds = new Dictionary<string, ArgumentKind>
    {
        ["path"] = ArgumentKind.Path,
        ["url"] = ArgumentKind.Url,
        ["email"] = ArgumentKind.Email,
        ["account"] = ArgumentKind.Account,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ArgumentRole> s_roles = new Dictionary<string, ArgumentRole>
    {
        ["party"] = ArgumentRole.Party,
        ["content"] = ArgumentRole.Content,
        ["target"] = ArgumentRole.Target,
        ["value"] = ArgumentRole.Value,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, OutputTrust> s_trust = new Dictionary<string, OutputTrust>
    {
        ["trusted"] = OutputTrust.Trusted,
        ["untrusted"] = OutputTrust.Untrusted,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, bool> s_failures = new Dictionary<string, bool> { ["no_effect"] = true }.ToFrozenDictionary();

    private readonly JsonShape _json;

    private ToolCatalogReader(JsonShape json) => _json = json;

    /// <summary>Reads a catalog; what is wrong with it is left out, and the diagnostics say so.</summary>
    public static ToolCatalog Read(SourceText source, BundleDiagnostics diagnostics) =>
        JsonTree.Parse(source, diagnostics) is { } root
            ? new ToolCatalog(new ToolCatalogReader(new JsonShape(source, diagnostics)).ReadRoot(root))
            : new ToolCatalog([]);

    private Dictionary<ToolId, ToolEntry>.ValueCollection ReadRoot(JsonItem root)
    {
        Dictionary<ToolId, ToolEntry> entries = [];
        IReadOnlyList<JsonMember> members = _json.Members(root, s_rootMembers);
        IReadOnlyList<JsonMember> tools = _json.Required(root, members, "tools") is { } item ? _json.Members(item) : [];
        if (tools.Count > BundleLimits.MaxTools)
        {
            _json.Error(tools[BundleLimits.MaxTools].NameSpan, $"more than {BundleLimits.MaxTools} tools");
            return entries.Values;
        }

        foreach (JsonMember tool in tools)
        {
            if (ReadId(tool) is { } id && !entries.TryAdd(id, ReadTool(id, tool.Value)))
            {
                _json.Error(tool.NameSpan, $"{Quoted.Text(id.ToString())} stands twice", "a tool without a toolset is in `local`");
            }
        }

        return entries.Values;
    }

    private ToolId? ReadId(JsonMember tool)
    {
        int dot = tool.Name.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0 && tool.Name.AsSpan(0, dot) is ToolId.ReservedToolset)
        {
            _json.Error(tool.NameSpan, $"the toolset `{ToolId.ReservedToolset}` is the guard's own", "name a toolset of yours");
            return null;
        }

        if (dot == 0 || dot == tool.Name.Length - 1 || !VisibleText.Is(tool.Name))
        {
            _json.Error(tool.NameSpan, $"{Quoted.Text(tool.Name)} names no tool", "a tool is `toolset.name`");
            return null;
        }

        return ToolId.Parse(tool.Name);
    }

    private ToolEntry ReadTool(ToolId id, JsonItem item)
    {
        ToolEntry entry = new(id);
        foreach (JsonMember member in _json.Members(item, s_toolMembers))
        {
            entry = member.Name switch
            {
                "groups" => entry with { Groups = ReadGroups(member.Value) },
                "resource" => entry with { Resource = ReadResource(member.Value) },
                "arguments" => entry with { Arguments = ReadByPointer(member.Value, ReadArgument) },
                "output" => entry with { Output = ReadOutput(member.Value) },
                "failure" => entry with { FailureHasNoEffect = _json.Choice(member.Value, "failure", s_failures) ?? false },
                "purpose" => entry with { Purpose = _json.Names(member.Value) },
                _ => entry with { Pin = ReadPin(member.Value) },
            };
        }

        return entry;
    }

    private IReadOnlyList<string> ReadGroups(JsonItem item)
    {
        foreach (JsonItem group in item.Items.Where(group => group.Text.Contains('.', StringComparison.Ordinal)))
        {
            _json.Error(group.Span, $"the group {Quoted.Text(group.Text)} has a dot", "only tools have one: `toolset.name`");
        }

        return _json.Names(item);
    }

    private ResourceMapping? ReadResource(JsonItem item)
    {
        IReadOnlyList<JsonMember> members = _json.Members(item, s_resourceMembers);
        JsonItem? type = _json.Required(item, members, "type");
        JsonItem? argument = _json.Required(item, members, "argument");
        if (type is null || _json.Text(type) is not { } typeName || argument is null || _json.Text(argument) is not { } pointer)
        {
            return null;
        }

        if (!Names.IsTypeName(typeName) || IsReserved(typeName))
        {
            _json.Error(type.Span, $"{Quoted.Text(typeName)} cannot be the type of a resource", "name an entity type of your own, such as `Account`");
        }

        if (!CheckPointer(argument.Span, pointer))
        {
            return null;
        }

        if (pointer.Contains('*', StringComparison.Ordinal))
        {
            _json.Error(argument.Span, "`*` cannot name a resource", "point at the list itself: each of its elements is decided");
        }

        return new ResourceMapping(typeName, pointer);
    }

    /// <summary>What a model writes must not become one of the guard's own entities.</summary>
    private static bool IsReserved(string type) => type == "Toolset" || ActionEntities.IsActionType(type);

    private ArgumentEntry ReadArgument(JsonItem item)
    {
        ArgumentEntry entry = new();
        foreach (JsonMember member in _json.Members(item, s_argumentMembers))
        {
            entry = member.Name switch
            {
                "kind" => entry with { Kind = _json.Choice(member.Value, "kind", s_kinds) ?? ArgumentKind.None },
                "role" => entry with { Role = _json.Choice(member.Value, "role", s_roles) ?? ArgumentRole.None },
                _ => entry with { IsSensitive = _json.Flag(member.Value) },
            };
        }

        return entry;
    }

    private OutputEntry ReadOutput(JsonItem item)
    {
        OutputEntry entry = OutputEntry.Unknown;
        foreach (JsonMember member in _json.Members(item, s_outputMembers))
        {
            entry = member.Name switch
            {
                "labels" => entry with { Labels = _json.Names(member.Value) },
                "trust" => entry with { Trust = ReadTrust(member.Value) ?? OutputTrust.Untrusted },
                _ => entry with { Fields = ReadByPointer(member.Value, ReadField) },
            };
        }

        return entry;
    }

    private OutputField ReadField(JsonItem item)
    {
        OutputField field = new(Trust: null, Labels: []);
        foreach (JsonMember member in _json.Members(item, s_fieldMembers))
        {
            field = member.Name switch
            {
                "trust" => field with { Trust = ReadTrust(member.Value) },
                "role" => field with { Role = _json.Choice(member.Value, "role", s_roles) ?? ArgumentRole.None },
                _ => field with { Labels = _json.Names(member.Value) },
            };
        }

        return field;
    }

    private OutputTrust? ReadTrust(JsonItem item) => _json.Choice(item, "trust", s_trust);

    private string? ReadPin(JsonItem item)
    {
        if (_json.Text(item) is not { } text)
        {
            return null;
        }

        string? pin = Sha256Text.Normalize(text);
        if (pin is null)
        {
            _json.Error(item.Span, Sha256Text.Malformed);
        }

        return pin;
    }

    private FrozenDictionary<string, T> ReadByPointer<T>(JsonItem item, Func<JsonItem, T> read)
    {
        Dictionary<string, T> entries = [];
        foreach (JsonMember member in _json.Members(item))
        {
            T entry = read(member.Value);
            if (CheckPointer(member.NameSpan, member.Name))
            {
                entries.Add(member.Name, entry);
            }
        }

        return entries.ToFrozenDictionary();
    }

    private bool CheckPointer(SourceSpan span, string pointer)
    {
        if (pointer.Length == 0)
        {
            _json.Error(span, "the pointer is empty", "name an argument, such as `/to`");
            return false;
        }

        try
        {
            JsonPointerPattern.Parse(pointer);
            return true;
        }
        catch (FormatException exception)
        {
            _json.Error(span, exception.Message);
            return false;
        }
    }
}
