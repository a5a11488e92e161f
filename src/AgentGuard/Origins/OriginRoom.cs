namespace AgentGuard;

/// <summary>How much of what sources of a kind say is remembered.</summary>
/// <param name="maxCharacters">In characters.</param>
/// <param name="maxBytes">In memory.</param>
internal sealed class OriginRoom(int maxCharacters, long maxBytes)
{
    // Empty texts take room, too.
    private const int PerText = 16;

    private long _characters;
    private long _bytes;

    /// <summary>Whether there is none left. It stays so.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes the room that a text needs.</summary>
    /// <returns>False if there is not as much: then there is none left for any.</returns>
    public bool TryTake(int characters)
    {
        _characters += characters + PerText;
        IsFull |= _characters > maxCharacters;
        return !IsFull;
    }

    /// <summary>Counts what a source has grown by.</summary>
    /// <returns>False if it has grown too large.</returns>
    public bool TryGrow(long bytes)
    {
        _bytes += bytes;
        IsFull |= _bytes > maxBytes;
        return !IsFull;
    }

    /// <summary>No more is taken in.</summary>
    public void Close() => IsFull = true;
}
