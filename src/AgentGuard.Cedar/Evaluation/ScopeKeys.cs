using System.Runtime.InteropServices;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>What is kept under the entities that heads name: apart for <c>==</c>, which an entity meets itself, and <c>in</c>, which its descendants meet too.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal sealed class ScopeKeys<T>
    where T : class, new()
{
    private readonly Dictionary<EntityUid, T> _equal = [];
    private readonly Dictionary<EntityUid, T> _in = [];

    public T Get(EntityUid key, bool withDescendants)
    {
        ref T? kept = ref CollectionsMarshal.GetValueRefOrAddDefault(withDescendants ? _in : _equal, key, out _);
        return kept ??= new T();
    }

    public IEnumerable<T> All => _equal.Values.Concat(_in.Values);

    /// <summary>What is kept under the keys that an entity meets.</summary>
    public Enumerator Matching(EntityUid uid, Entity? entity) => new(this, uid, entity);

    public struct Enumerator
    {
        private readonly ScopeKeys<T> _keys;
        private readonly EntityUid _uid;
        private readonly Entity? _entity;
        private int _next;

        public Enumerator(ScopeKeys<T> keys, EntityUid uid, Entity? entity)
        {
            _keys = keys;
            _uid = uid;
            _entity = keys._in.Count > 0 ? entity : null;
            _next = -2;
            Current = null!;
        }

        public T Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            ReadOnlySpan<EntityUid> ancestors = _entity is null ? [] : _entity.AncestorSpan;
            while (_next < ancestors.Length)
            {
                T? found = _next switch
                {
                    -2 => _keys._equal.GetValueOrDefault(_uid),
                    -1 => _keys._in.GetValueOrDefault(_uid),
                    _ => _keys._in.GetValueOrDefault(ancestors[_next]),
                };
                _next++;
                if (found is not null)
                {
                    Current = found;
                    return true;
                }
            }

            return false;
        }
    }
}
