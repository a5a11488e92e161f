namespace AgentGuard.Cli;

/// <summary>Replaces a file whole or not at all, so that a guard that watches the folder never reads half of it.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file. Through a link, the file that it leads to; the permissions stay.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is there still.</exception>
    public static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        string target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        // A name with a dot in front is nobody's policy file.
        string draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():n}");
        try
        {
            await File.WriteAllBytesAsync(draft, bytes, cancellationToken).ConfigureAwait(false);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
            {
                File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
            }

            File.Move(draft, target, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
