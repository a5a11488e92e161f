using System.Collections.Frozen;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Which annotations lift a forbid, and which belong to them.</summary>
internal sealed class ObligationRegistry
{
    private readonly FrozenDictionary<string, IObligationHandler> _handlers;

    /// <summary>Makes a registry.</summary>
    /// <exception cref="ArgumentException">A name is no identifier, stands twice, or means something else already.</exception>
    public ObligationRegistry(IEnumerable<IObligationHandler> handlers)
    {
        Dictionary<string, IObligationHandler> byName = [];
        foreach (IObligationHandler handler in handlers)
        {
            CheckName(handler.Annotation, nameof(handlers));
            if (!byName.TryAdd(handler.Annotation, handler))
            {
                throw new ArgumentException($"two handlers want the annotation `@{handler.Annotation}`", nameof(handlers));
            }
        }

        foreach (string modifier in byName.Values.SelectMany(handler => handler.Modifiers))
        {
            CheckName(modifier, nameof(handlers));
            if (byName.ContainsKey(modifier))
            {
                throw new ArgumentException($"`@{modifier}` cannot both lift a forbid and belong to an annotation that does", nameof(handlers));
            }
        }

        _handlers = byName.ToFrozenDictionary();
        Known =
        [
            .. byName.Keys,
            .. byName.Values.SelectMany(handler => handler.Modifiers).Distinct(),
            KnownAnnotations.Id, KnownAnnotations.Advice, KnownAnnotations.Notify, KnownAnnotations.Shadow,
        ];
    }

    /// <summary>Every annotation that has a meaning.</summary>
    public IReadOnlyList<string> Known { get; }

    /// <summary>The built-in handlers and those of the host.</summary>
    public static ObligationRegistry With(IEnumerable<IObligationHandler> handlers) =>
        new([new ApprovalHandler(), new ConfirmHandler(), new RedactArgumentHandler(), new RedactResultHandler(), .. handlers]);

    /// <summary>The handler of a lifting annotation; null where the annotation does not lift.</summary>
    public IObligationHandler? Find(string annotation) => _handlers.GetValueOrDefault(annotation);

    /// <summary>The lifting annotations that a modifier may stand beside; none where it is no modifier.</summary>
    public IReadOnlyList<string> OwnersOf(string modifier) =>
        [.. _handlers.Values.Where(handler => handler.Modifiers.Contains(modifier)).Select(handler => handler.Annotation).Order(StringComparer.Ordinal)];

    private static void CheckName(string name, string parameter)
    {
        if (!Names.IsIdentifier(name) || KnownAnnotations.Contains(name))
        {
            throw new ArgumentException($"`{name}` cannot name an annotation that lifts a forbid or belongs to one", parameter);
        }
    }
}
