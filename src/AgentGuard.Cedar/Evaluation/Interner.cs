using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// Makes names, texts and uids that are equal in a policy set the same object, so that comparing them ends at the reference, and
/// numbers the attribute paths.
/// </summary>
internal sealed class Interner
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<EntityUid, EntityUid> _uids = [];
    private readonly Dictionary<(int Parent, string Name), int> _paths = [];

    /// <summary>How many slots a frame needs: the four variables and every path.</summary>
    public int Slots => EvaluationFrame.VariableSlots + _paths.Count;

    public string Intern(string text)
    {
        if (_texts.TryGetValue(text, out string? known))
        {
            return known;
        }

        _texts.Add(text, text);
        return text;
    }

    public EntityUid Intern(EntityUid uid)
    {
        if (_uids.TryGetValue(uid, out EntityUid? known))
        {
            return known;
        }

        _uids.Add(uid, uid);
        return uid;
    }

    public Value Intern(Value value) => value.Kind switch
    {
        ValueKind.None => throw new PolicySetException("a literal has no value"),
        ValueKind.String => Intern(value.AsString),
        ValueKind.Entity => Intern(value.AsEntity),
        _ => value,
    };

    /// <summary>The slot of an attribute of what is in another slot.</summary>
    public int SlotOf(int parent, string name)
    {
        if (!_paths.TryGetValue((parent, name), out int slot))
        {
            slot = Slots;
            _paths.Add((parent, name), slot);
        }

        return slot;
    }
}
