using System.Globalization;

namespace AgentGuard;

/// <summary>The kinds of a tool's arguments, as a tree that is walked along with the arguments.</summary>
internal sealed class ArgumentKinds
{
    private readonly Dictionary<string, ArgumentKinds> _members = [];
    private ArgumentKinds? _any;

    /// <summary>No argument has a kind.</summary>
    public static ArgumentKinds None { get; } = new();

    /// <summary>The kind of the value at this place.</summary>
    public ArgumentKind Kind { get; private set; }

    /// <summary>Makes the tree. Where a pointer with <c>*</c> and one without lead to the same place, the latter says its kind.</summary>
    /// <exception cref="FormatException">A key is no JSON pointer.</exception>
    public static ArgumentKinds From(IEnumerable<KeyValuePair<string, ArgumentKind>> kinds)
    {
        ArgumentKinds root = new();
        foreach ((string pointer, ArgumentKind kind) in kinds)
        {
            if (kind == ArgumentKind.None)
            {
                continue;
            }

            ArgumentKinds place = root;
            foreach (string token in JsonPointerPattern.Parse(pointer).Tokens)
            {
                place = token == JsonPointerPattern.Any ? place._any ??= new ArgumentKinds() : place.MemberOrNew(token);
            }

            place.Kind = kind;
        }

        root.Spread();
        return root;
    }

    /// <summary>The kinds below a member.</summary>
    public ArgumentKinds Member(string name) => _members.Count > 0 && _members.TryGetValue(name, out ArgumentKinds? member) ? member : _any ?? None;

    /// <summary>The kinds below an element. A kind of an array is the kind of each of its elements.</summary>
    public ArgumentKinds Element(int index)
    {
        ArgumentKinds element = _members.Count > 0 ? Member(index.ToString(CultureInfo.InvariantCulture)) : _any ?? None;
        return element.Kind == ArgumentKind.None && Kind != ArgumentKind.None ? this : element;
    }

    private ArgumentKinds MemberOrNew(string name)
    {
        if (!_members.TryGetValue(name, out ArgumentKinds? member))
        {
            member = new ArgumentKinds();
            _members.Add(name, member);
        }

        return member;
    }

    /// <summary>What holds for any member holds for a named one, too.</summary>
    private void Spread()
    {
        foreach (ArgumentKinds member in _members.Values)
        {
            if (_any is not null)
            {
                member.Add(_any);
            }

            member.Spread();
        }

        _any?.Spread();
    }

    private void Add(ArgumentKinds other)
    {
        Kind = Kind == ArgumentKind.None ? other.Kind : Kind;
        foreach ((string name, ArgumentKinds member) in other._members)
        {
            MemberOrNew(name).Add(member);
        }

        if (other._any is not null)
        {
            (_any ??= new ArgumentKinds()).Add(other._any);
        }
    }
}
