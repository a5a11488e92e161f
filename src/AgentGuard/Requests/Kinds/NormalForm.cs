using System.Diagnostics.CodeAnalysis;

namespace AgentGuard;

/// <summary>The one text that stands for all ways to write a path, a URL, an address or an account.</summary>
internal static class NormalForm
{
    /// <summary>Brings a text into the normal form of its kind.</summary>
    /// <returns>False if it has none; a normal form is its own normal form.</returns>
    public static bool TryGet(ArgumentKind kind, string text, [NotNullWhen(true)] out string? normal)
    {
        normal = kind switch
        {
            ArgumentKind.None => text,
            ArgumentKind.Path => PathForm.Of(text),
            ArgumentKind.Url => UrlForm.Of(text),
            ArgumentKind.Email => EmailForm.Of(text),
            ArgumentKind.Account => AccountForm.Of(text),
            _ => null,
        };
        return normal is not null;
    }

    /// <summary>What messages call a kind.</summary>
    public static string NameOf(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Path => "path",
        ArgumentKind.Url => "url",
        ArgumentKind.Email => "email",
        ArgumentKind.Account => "account",
        _ => "text",
    };
}
