namespace AgentGuard;

/// <summary>A file that is written whole or not at all.</summary>
internal static class ReplacedFile
{
    /// <summary>Writes a file beside the old one and moves it into place, so that no reader sees half of it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string draft = path + ".new";
        File.WriteAllBytes(draft, bytes);
        File.Move(draft, path, overwrite: true);
    }
}
