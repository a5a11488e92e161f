using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <content>
/// Types. A common type is resolved once, after those that it refers to, and what refers to it shares it. Nothing here recurses from
/// one common type to another: a chain of them is as long as its author likes.
/// </content>
internal sealed partial class SchemaResolver
{
    private readonly Dictionary<string, (CommonTypeDeclaration Type, NamespaceDeclaration Namespace)> _commonDeclarations = [];

    // Those that are resolved; null for one with an error in it.
    private readonly Dictionary<string, CedarType?> _commonTypes = [];

    private void ResolveCommonTypes()
    {
        foreach (NamespaceDeclaration @namespace in _document.Namespaces)
        {
            foreach (CommonTypeDeclaration type in @namespace.CommonTypes)
            {
                _commonDeclarations.TryAdd(@namespace.Qualify(type.Name), (type, @namespace));
            }
        }

        foreach (string name in _commonDeclarations.Keys)
        {
            ResolveCommonType(name);
        }
    }

    /// <summary>Resolves a common type, and before it all that it refers to.</summary>
    private void ResolveCommonType(string first)
    {
        List<(string Name, Queue<(string Target, SourceSpan Span)> References)> path = [];
        HashSet<string> open = [];
        string? next = first;
        while (next is not null || path.Count > 0)
        {
            if (next is not null && !_commonTypes.ContainsKey(next))
            {
                path.Add((next, CommonReferences(next)));
                open.Add(next);
            }

            next = null;
            if (path.Count == 0)
            {
                return;
            }

            (string name, Queue<(string Target, SourceSpan Span)> references) = path[^1];
            if (!references.TryDequeue(out (string Target, SourceSpan Span) reference))
            {
                (CommonTypeDeclaration declaration, NamespaceDeclaration @namespace) = _commonDeclarations[name];
                _commonTypes[name] = ResolveType(declaration.Type, @namespace);
                open.Remove(name);
                path.RemoveAt(path.Count - 1);
            }
            else if (open.Contains(reference.Target))
            {
                ReportCycle(reference.Target, reference.Span, path.Select(step => step.Name));
            }
            else
            {
                next = reference.Target;
            }
        }
    }

    /// <summary>The common types that a common type refers to, each once.</summary>
    private Queue<(string Target, SourceSpan Span)> CommonReferences(string name)
    {
        (CommonTypeDeclaration declaration, NamespaceDeclaration @namespace) = _commonDeclarations[name];
        Queue<(string Target, SourceSpan Span)> references = [];
        HashSet<string> seen = [];
        Stack<TypeSyntax> open = new([declaration.Type]);
        while (open.TryPop(out TypeSyntax? syntax))
        {
            switch (syntax)
            {
                case NamedTypeSyntax named:
                    Referent referent = _names.Resolve(named.Name, @namespace.Name, named.Kind);
                    if (referent.Kind == ReferentKind.Common && seen.Add(referent.Name))
                    {
                        references.Enqueue((referent.Name, named.Span));
                    }

                    break;
                case SetTypeSyntax set:
                    open.Push(set.Element);
                    break;
                case RecordTypeSyntax record:
                    for (int i = record.Attributes.Count - 1; i >= 0; i--)
                    {
                        open.Push(record.Attributes[i].Type);
                    }

                    break;
            }
        }

        return references;
    }

    private void ReportCycle(string name, SourceSpan reference, IEnumerable<string> path)
    {
        const int longest = 8;
        List<string> shown = _diagnostics.IsFull ? [] : [.. path.SkipWhile(step => step != name).Take(longest + 1)];
        if (shown.Count > longest)
        {
            shown[longest] = "…";
        }

        shown.Add(name);
        _diagnostics.Error(reference, $"the common type `{Excerpt.Of(name)}` contains itself", $"the cycle is `{Excerpt.Of(string.Join(" → ", shown))}`; an entity type may refer to itself");
    }

    private CedarType? TooDeep(SourceSpan span)
    {
        _diagnostics.Error(span, "the type nests too deep, common types included", $"no value nests deeper than {CedarType.MaximumDepth} levels; refer to entities instead of nesting records");
        return null;
    }

    /// <summary>The type of a declaration, which may be that of several names; null where there is an error.</summary>
    private CedarType? ResolveWholeType(TypeSyntax syntax, NamespaceDeclaration @namespace)
    {
        if (!_wholeTypes.TryGetValue(syntax, out CedarType? type))
        {
            type = ResolveType(syntax, @namespace);
            _wholeTypes.Add(syntax, type);
        }

        return type;
    }

    private CedarType? ResolveType(TypeSyntax syntax, NamespaceDeclaration @namespace)
    {
        switch (syntax)
        {
            case NamedTypeSyntax named:
                return ResolveReference(named, @namespace);
            case PrimitiveTypeSyntax primitive:
                return primitive.Type;
            case SetTypeSyntax set:
                CedarType? element = ResolveType(set.Element, @namespace);
                return element is null ? null : element.Depth >= CedarType.MaximumDepth ? TooDeep(set.Span) : _types.Set(element);
            case RecordTypeSyntax record:
                return ResolveRecord(record, @namespace);
            default:
                throw new InvalidOperationException($"a type is no {syntax.GetType()}");
        }
    }

    private CedarType? ResolveRecord(RecordTypeSyntax record, NamespaceDeclaration @namespace)
    {
        AttributeType[] attributes = new AttributeType[record.Attributes.Count];
        int depth = 0;
        bool isComplete = true;
        for (int i = 0; i < attributes.Length; i++)
        {
            AttributeDeclaration attribute = record.Attributes[i];
            CedarType? type = ResolveType(attribute.Type, @namespace);
            isComplete &= type is not null;
            depth = Math.Max(depth, type?.Depth ?? 0);
            attributes[i] = new AttributeType(attribute.Name, type ?? PrimitiveType.Boolean, attribute.IsRequired);
        }

        return depth >= CedarType.MaximumDepth ? TooDeep(record.Span) : isComplete ? _types.Record(attributes) : null;
    }

    private CedarType? ResolveReference(NamedTypeSyntax named, NamespaceDeclaration @namespace)
    {
        Referent referent = _names.Resolve(named.Name, @namespace.Name, named.Kind);
        switch (referent.Kind)
        {
            case ReferentKind.Common:
                // It is not there yet only where it refers to this one.
                return _commonTypes.GetValueOrDefault(referent.Name);
            case ReferentKind.BuiltIn:
                return referent.BuiltIn;
            case ReferentKind.Entity or ReferentKind.Action:
                return _types.Entity(referent.Name);
            default:
                ReportUndeclared(named.Name, @namespace, named.Kind);
                return null;
        }
    }

    /// <summary>The record that is the shape of an entity type or the context of an action; null where there is an error.</summary>
    private RecordType? ResolveRecordType(TypeSyntax? syntax, NamespaceDeclaration @namespace, string what)
    {
        if (syntax is null)
        {
            return _types.Record([]);
        }

        CedarType? type = ResolveWholeType(syntax, @namespace);
        if (type is not (null or RecordType))
        {
            _diagnostics.Error(syntax.Span, $"{what} must be a record, and `{Excerpt.Of(type.ToString())}` is none", "write its attributes in braces, `{name: Type, …}`");
        }

        return type as RecordType;
    }
}
