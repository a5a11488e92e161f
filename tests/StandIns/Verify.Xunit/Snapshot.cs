using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace VerifyTests;

/// <summary>The accepted file of one comparison, and the file that is written when it does not fit.</summary>
internal sealed class Snapshot
{
    private static readonly ConcurrentDictionary<string, bool> Used = new(StringComparer.Ordinal);

    private readonly string _folder;
    private readonly string _prefix;
    private readonly string _extension;

    public Snapshot(MethodInfo test, VerifySettings settings, string sourceFile, string extension)
    {
        string? beside = Path.GetDirectoryName(sourceFile);
        if (!Directory.Exists(beside))
        {
            throw new InvalidOperationException($"the folder of {sourceFile} is not here: build with DeterministicSourcePaths=false");
        }

        _folder = Path.GetFullPath(Path.Combine(beside, settings.Directory ?? ""));
        _prefix = settings.FileName ?? Prefix(test, settings);
        _extension = extension;
        if (!Used.TryAdd(Path.Combine(_folder, _prefix), true))
        {
            throw new InvalidOperationException($"the prefix {_prefix} has already been used: a second comparison in a test needs a name of its own, and a theory needs UseParameters");
        }
    }

    private string Received => $"{_prefix}.received.{_extension}";

    private string Verified => $"{_prefix}.verified.{_extension}";

    public async Task<VerifyResult> CompareAsync(string text)
    {
        text = WithLineFeeds(text);
        Directory.CreateDirectory(_folder);
        string verifiedPath = Path.Combine(_folder, Verified);
        string receivedPath = Path.Combine(_folder, Received);
        string? accepted = File.Exists(verifiedPath) ? WithLineFeeds(await File.ReadAllTextAsync(verifiedPath)) : null;

        // An editor may have ended the last line of the accepted file.
        if (accepted == text || accepted == text + '\n')
        {
            File.Delete(receivedPath);
            return new VerifyResult(text);
        }

        await File.WriteAllTextAsync(receivedPath, text);
        throw new VerifyException(Explain(text, accepted));
    }

    private static string Prefix(MethodInfo test, VerifySettings settings)
    {
        ParameterInfo[] parameters = test.GetParameters();
        if (settings.Parameters.Length > parameters.Length)
        {
            throw new InvalidOperationException($"{settings.Parameters.Length} parameters were given, and {test.Name} has {parameters.Length}");
        }

        IEnumerable<string> values = parameters.Zip(settings.Parameters, (parameter, value) => $"_{parameter.Name}={InFileName(value)}");
        return $"{settings.TypeName ?? NameWithParent(test.ReflectedType!)}.{settings.MethodName ?? test.Name}{string.Concat(values)}";
    }

    private static string NameWithParent(Type type) => type.DeclaringType is { } parent ? $"{NameWithParent(parent)}.{type.Name}" : type.Name;

    private static string InFileName(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) is { } written && value is not null ? written : "null";
        return string.Concat(text.Select(c => char.IsControl(c) || "\"<>|:*?\\/".Contains(c) ? '-' : c));
    }

    private static string WithLineFeeds(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n');

    private string Explain(string received, string? accepted) => accepted is null
        ? $"Directory: {_folder}\nNew:\n  - Received: {Received}\n    Verified: {Verified}\n\nFileContent:\n\nNew:\n\nReceived: {Received}\n{received}\n"
        : $"Directory: {_folder}\nNotEqual:\n  - Received: {Received}\n    Verified: {Verified}\n\nFileContent:\n\nNotEqual:\n\nReceived: {Received}\n{received}\nVerified: {Verified}\n{accepted}\n";
}
