using System.Buffers;

namespace AgentGuard;

/// <summary>The names of files in a text, and their paths: what has a point or a slash within and no blank.</summary>
internal static class NamesInText
{
    private const int ShortestName = 4;

    private static readonly char[] s_between = [' ', '\t', '\r', '\n', '\v', '\f', '<', '>', '"', '\'', '`', '(', ')', '[', ']', '{', '}', '|', ';', ',', '=', '&', ':', '?', '#'];
    private static readonly SearchValues<char> s_joints = SearchValues.Create("./\\");
    private static readonly char[] s_slashes = ['/', '\\'];

    /// <summary>The names, as they are written.</summary>
    /// <param name="plain">A <see cref="PlainText"/>.</param>
    public static IEnumerable<string> In(string plain)
    {
        foreach (string word in plain.Split(s_between, StringSplitOptions.RemoveEmptyEntries))
        {
            string name = word.Trim('.').TrimEnd(s_slashes);
            if (name.Length < ShortestName || !name.AsSpan().ContainsAny(s_joints))
            {
                continue;
            }

            yield return name;
            if (name.LastIndexOfAny(s_slashes) is >= 0 and var slash && name.Length - slash > ShortestName && name.IndexOf('.', slash) >= 0)
            {
                yield return name[(slash + 1)..];
            }
        }
    }
}
