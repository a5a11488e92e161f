using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Which types a schema declares, and what a name refers to: a plain name means the type of its own namespace, or else that of none.
/// The built-in types are common types of the namespace <c>__cedar</c>, and of none where the schema declares no other.
/// </summary>
internal sealed class DefinedNames
{
    private readonly HashSet<string> _common = [];
    private readonly HashSet<string> _entities = [];
    private readonly HashSet<string> _actions = [];
    private readonly Dictionary<string, PrimitiveType> _builtIn = [];

    public DefinedNames(SchemaDocument document)
    {
        foreach (NamespaceDeclaration @namespace in document.Namespaces)
        {
            _common.UnionWith(@namespace.CommonTypes.Select(type => @namespace.Qualify(type.Name)));
            _entities.UnionWith(@namespace.EntityTypes.Select(type => @namespace.Qualify(type.Name)));
            if (@namespace.Actions.Count > 0)
            {
                _actions.Add(@namespace.Qualify(SchemaWords.Action));
            }
        }

        foreach (PrimitiveType type in PrimitiveType.All)
        {
            _builtIn.Add($"{SchemaWords.BuiltIn}::{type.Name}", type);
            if (!_common.Contains(type.Name) && !_entities.Contains(type.Name))
            {
                _builtIn.Add(type.Name, type);
            }
        }
    }

    /// <summary>How many types are declared.</summary>
    public int Count => _common.Count + _entities.Count;

    /// <summary>Every name that a schema can refer to, with its namespaces.</summary>
    public IEnumerable<string> All(ReferenceKind kind) => kind switch
    {
        ReferenceKind.Common => _common,
        ReferenceKind.Entity => _entities,
        _ => _common.Concat(_entities).Concat(PrimitiveType.All.Select(type => type.Name)),
    };

    /// <summary>What a name may refer to, in the order in which it is tried.</summary>
    public static string[] Possibilities(TypeName name, string @namespace) =>
        name.IsPlain && @namespace.Length > 0 ? [$"{@namespace}::{name.Name}", name.Name] : [name.Name];

    /// <summary>What a name refers to.</summary>
    public Referent Resolve(TypeName name, string @namespace, ReferenceKind kind)
    {
        foreach (string possibility in Possibilities(name, @namespace))
        {
            if (kind != ReferenceKind.Entity)
            {
                if (_common.Contains(possibility))
                {
                    return new Referent(ReferentKind.Common, possibility);
                }

                if (_builtIn.TryGetValue(possibility, out PrimitiveType? type))
                {
                    return new Referent(ReferentKind.BuiltIn, possibility, type);
                }
            }

            if (kind != ReferenceKind.Common)
            {
                if (_entities.Contains(possibility))
                {
                    return new Referent(ReferentKind.Entity, possibility);
                }

                if (_actions.Contains(possibility))
                {
                    return new Referent(ReferentKind.Action, possibility);
                }
            }
        }

        return default;
    }
}
