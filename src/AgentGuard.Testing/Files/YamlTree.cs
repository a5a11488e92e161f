using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentGuard.Testing;

/// <summary>
/// Reads YAML into the values that JSON is read into. Of YAML it takes what a test needs: one document of mappings, sequences and scalars.
/// Tags make objects of types, and aliases make a short text a large one: both are refused, as directives are.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 32;
    private const string NotYaml = "this is not YAML from here on";
    private const string BracketHelp = "look for a bracket that does not close";

    private readonly SourceText _source;
    private readonly BundleDiagnostics _diagnostics;
    private readonly Parser _parser;

    private YamlTree(SourceText source, BundleDiagnostics diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _parser = new Parser(new Scanner(new StringReader(source.Text), skipComments: true));
    }

    /// <summary>Reads a text.</summary>
    /// <returns>Its value; null where it is empty or not such YAML, which the diagnostics say.</returns>
    public static JsonItem? Parse(SourceText source, BundleDiagnostics diagnostics)
    {
        YamlTree tree = new(source, diagnostics);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlFault fault)
        {
            diagnostics.Error(source, fault.Span, fault.Message, fault.Help);
        }
        catch (YamlException e)
        {
            diagnostics.Error(source, tree.SpanOf(e.Start, e.Start), Describe(e.Message), Help(source, e));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser loses its footing on some texts that are not YAML, such as a flow mapping that does not end.
            diagnostics.Error(source, tree.SpanOf(tree._parser.Current?.Start ?? Mark.Empty, Mark.Empty), NotYaml, BracketHelp);
        }

        return null;
    }

    private JsonItem? ReadDocument()
    {
        Next();
        ParsingEvent first = Next();
        if (first is not DocumentStart start)
        {
            _diagnostics.Error(_source, default, "the file is empty");
            return null;
        }

        if (start.Version is not null)
        {
            throw Fault(start, "a directive has no place here");
        }

        JsonItem item = ReadValue(Next(), 1);
        Next();
        return Next() is DocumentStart second ? throw Fault(second, "a second document begins here", "several scenarios of one file stand in a list, `scenarios`") : item;
    }

    private JsonItem ReadValue(ParsingEvent current, int depth)
    {
        if (current is AnchorAlias)
        {
            throw Fault(current, "an alias has no place here", "write out what it stands for");
        }

        if (current is not NodeEvent node)
        {
            throw Fault(current, NotYaml, BracketHelp);
        }

        if (!node.Anchor.IsEmpty)
        {
            throw Fault(node, "an anchor has no place here", "write out what is meant where it is meant");
        }

        if (!node.Tag.IsEmpty && node.Tag != "?")
        {
            throw Fault(node, "a tag has no place here", "quotes make text of a number");
        }

        return node switch
        {
            Scalar scalar => ReadScalar(scalar),
            _ when depth > MaxDepth => throw Fault(node, $"nested deeper than {MaxDepth} levels"),
            MappingStart => ReadMembers(node, depth),
            _ => ReadItems(node, depth),
        };
    }

    private JsonItem ReadItems(NodeEvent start, int depth)
    {
        List<JsonItem> items = [];
        ParsingEvent current;
        while ((current = Next()) is not SequenceEnd)
        {
            items.Add(ReadValue(current, depth + 1));
        }

        return new JsonItem(JsonValueKind.Array, SpanOf(start.Start, current.End), "", [], items);
    }

    private JsonItem ReadMembers(NodeEvent start, int depth)
    {
        List<JsonMember> members = [];
        HashSet<string> names = [];
        ParsingEvent current;
        while ((current = Next()) is not MappingEnd)
        {
            string name = ReadValue(current, depth + 1) is { Kind: not (JsonValueKind.Object or JsonValueKind.Array) }
                ? ((Scalar)current).Value
                : throw Fault(current, "a name is text, and no list or mapping");
            SourceSpan span = SpanOf(current.Start, current.End);
            JsonItem value = ReadValue(Next(), depth + 1);
            if (names.Add(name))
            {
                members.Add(new JsonMember(name, span, value));
            }
            else
            {
                _diagnostics.Error(_source, span, $"{Quoted.Text(name)} stands twice in one object");
            }
        }

        return new JsonItem(JsonValueKind.Object, SpanOf(start.Start, current.End), "", members, []);
    }

    private JsonItem ReadScalar(Scalar scalar)
    {
        SourceSpan span = SpanOf(scalar.Start, scalar.End);
        JsonValueKind kind = scalar.Style == ScalarStyle.Plain
            ? YamlScalar.KindOf(scalar.Value) ?? throw new YamlFault(
                span, $"{Quoted.Text(scalar.Value)} is a number in YAML and none in JSON", "write the number as JSON does, or quote it where it is text")
            : JsonValueKind.String;
        return new JsonItem(kind, span, kind == JsonValueKind.String ? scalar.Value : "", [], []);
    }

    private ParsingEvent Next() => _parser.MoveNext() ? _parser.Current! : throw new InvalidOperationException("the YAML has no end");

    private YamlFault Fault(ParsingEvent at, string message, string? help = null) => new(SpanOf(at.Start, at.End), message, help);

    private SourceSpan SpanOf(Mark start, Mark end)
    {
        int first = (int)Math.Clamp(start.Index, 0, _source.Text.Length);
        return new SourceSpan(first, (int)Math.Clamp(end.Index - first, 0, _source.Text.Length - first));
    }

    /// <summary>What the parser says, in the grammar of all other messages.</summary>
    private static string Describe(string message) => $"this is not YAML: {char.ToLowerInvariant(message[0])}{message.AsSpan(1).TrimEnd('.')}";

    /// <summary>The mistake that everybody makes.</summary>
    private static string? Help(SourceText source, YamlException e) =>
        e.Start.Index < source.Text.Length && source.Text[(int)e.Start.Index] == ':' ? "text with a colon in it is quoted" : null;

    private sealed class YamlFault(SourceSpan span, string message, string? help) : Exception(message)
    {
        public SourceSpan Span => span;

        public string? Help => help;
    }
}
