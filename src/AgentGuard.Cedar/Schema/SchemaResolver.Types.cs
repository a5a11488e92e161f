using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Schema;

/// <content>
/// Types. A common type is resolved once, and what refers to it shares it. Levels are counted through common types, so that neither
/// a chain of them nor what they make together is deeper than the stack allows.
/// </content>
internal sealed partial class SchemaResolver
{
    // A level is a few frames of the stack.
    private const int MaxLevels = 512;

    private readonly Dictionary<string, (CommonTypeDeclaration Type, NamespaceDeclaration Namespace)> _commonDeclarations = [];
    private readonly Dictionary<string, Resolved> _commonTypes = [];
    private readonly List<string> _open = [];
    private readonly HashSet<string> _cyclic = [];

    /// <summary>A type and how many levels of syntax and references are in it; no type where there is an error.</summary>
    private readonly record struct Resolved(CedarType? Type, int Height);

    private void ResolveCommonTypes()
    {
        foreach (NamespaceDeclaration @namespace in _document.Namespaces)
        {
            foreach (CommonTypeDeclaration type in @namespace.CommonTypes)
            {
                _commonDeclarations.TryAdd(@namespace.Qualify(type.Name), (type, @namespace));
            }
        }

        foreach ((string name, (CommonTypeDeclaration type, _)) in _commonDeclarations)
        {
            ResolveCommonType(name, type.NameSpan, level: 0);
        }
    }

    private Resolved ResolveCommonType(string name, SourceSpan reference, int level)
    {
        if (_commonTypes.TryGetValue(name, out Resolved known))
        {
            return level + known.Height > MaxLevels ? TooDeep(reference) : known;
        }

        if (_open.Contains(name))
        {
            ReportCycle(name, reference);
            return default;
        }

        (CommonTypeDeclaration declaration, NamespaceDeclaration @namespace) = _commonDeclarations[name];
        _open.Add(name);
        Resolved inner = ResolveType(declaration.Type, @namespace, level + 1);
        _open.RemoveAt(_open.Count - 1);
        Resolved resolved = inner with { Height = inner.Height + 1 };
        _commonTypes[name] = resolved;
        return resolved;
    }

    private void ReportCycle(string name, SourceSpan reference)
    {
        if (!_cyclic.Add(name))
        {
            return;
        }

        const int longest = 8;
        IEnumerable<string> path = _open.Skip(_open.IndexOf(name));
        IEnumerable<string> shown = path.Take(longest).Concat(path.Skip(longest).Take(1).Select(_ => "…")).Append(name);
        _diagnostics.Error(reference, $"the common type `{Excerpt.Of(name)}` contains itself", $"the cycle is `{Excerpt.Of(string.Join(" → ", shown))}`; an entity type may refer to itself");
    }

    private Resolved TooDeep(SourceSpan span)
    {
        _diagnostics.Error(span, $"the type nests too deep, common types included", $"no value nests deeper than {CedarType.MaximumDepth} levels; refer to entities instead of nesting records");
        return default;
    }

    private CedarType? ResolveType(TypeSyntax syntax, NamespaceDeclaration @namespace)
    {
        if (!_wholeTypes.TryGetValue(syntax, out CedarType? type))
        {
            type = ResolveType(syntax, @namespace, level: 0).Type;
            _wholeTypes.Add(syntax, type);
        }

        return type;
    }

    private Resolved ResolveType(TypeSyntax syntax, NamespaceDeclaration @namespace, int level)
    {
        if (level > MaxLevels)
        {
            return TooDeep(syntax.Span);
        }

        switch (syntax)
        {
            case NamedTypeSyntax named:
                return ResolveReference(named, @namespace, level);
            case PrimitiveTypeSyntax primitive:
                return new Resolved(primitive.Type, 0);
            case SetTypeSyntax set:
                Resolved element = ResolveType(set.Element, @namespace, level + 1);
                return element.Type is { Depth: >= CedarType.MaximumDepth } ? TooDeep(set.Span) : new Resolved(element.Type is null ? null : _types.Set(element.Type), element.Height + 1);
            case RecordTypeSyntax record:
                return ResolveRecord(record, @namespace, level);
            default:
                throw new InvalidOperationException($"a type is no {syntax.GetType()}");
        }
    }

    private Resolved ResolveRecord(RecordTypeSyntax record, NamespaceDeclaration @namespace, int level)
    {
        AttributeType[] attributes = new AttributeType[record.Attributes.Count];
        int height = 0;
        int depth = 0;
        bool isComplete = true;
        for (int i = 0; i < attributes.Length; i++)
        {
            AttributeDeclaration attribute = record.Attributes[i];
            Resolved type = ResolveType(attribute.Type, @namespace, level + 1);
            height = Math.Max(height, type.Height);
            depth = Math.Max(depth, type.Type?.Depth ?? 0);
            isComplete &= type.Type is not null;
            attributes[i] = new AttributeType(attribute.Name, type.Type ?? PrimitiveType.Boolean, attribute.IsRequired);
        }

        return depth >= CedarType.MaximumDepth ? TooDeep(record.Span) : new Resolved(isComplete ? _types.Record(attributes) : null, height + 1);
    }

    private Resolved ResolveReference(NamedTypeSyntax named, NamespaceDeclaration @namespace, int level)
    {
        Referent referent = _names.Resolve(named.Name, @namespace.Name, named.Kind);
        switch (referent.Kind)
        {
            case ReferentKind.Common:
                return ResolveCommonType(referent.Name, named.Span, level);
            case ReferentKind.BuiltIn:
                return new Resolved(referent.BuiltIn, 0);
            case ReferentKind.Entity or ReferentKind.Action:
                return new Resolved(_types.Entity(referent.Name), 0);
            default:
                ReportUndeclared(named.Name, @namespace, named.Kind);
                return default;
        }
    }

    /// <summary>The record that is the shape of an entity type or the context of an action; null where there is an error.</summary>
    private RecordType? ResolveRecordType(TypeSyntax? syntax, NamespaceDeclaration @namespace, string what)
    {
        if (syntax is null)
        {
            return _types.Record([]);
        }

        CedarType? type = ResolveType(syntax, @namespace);
        if (type is not (null or RecordType))
        {
            _diagnostics.Error(syntax.Span, $"{what} must be a record, and `{Excerpt.Of(type.ToString())}` is none", "write its attributes in braces, `{name: Type, …}`");
        }

        return type as RecordType;
    }
}
