namespace AgentGuard;

/// <summary>The values in a text that name somebody or somewhere: mail addresses, links, account numbers. Each is what it can be looked for as.</summary>
internal static class TypedValues
{
    /// <param name="plain">A <see cref="PlainText"/>.</param>
    public static IEnumerable<IReadOnlyList<string>> In(string plain) =>
        AddressesInText.In(plain).Select(static address => (IReadOnlyList<string>)[address])
            .Concat(LinksInText.In(plain).Select(static link => (IReadOnlyList<string>)Spellings(link.Link, link.Host)))
            .Concat(AccountsInText.In(plain));

    /// <summary>Whoever named the host of a link is asked for, too: what stands behind it may be made up.</summary>
    private static List<string> Spellings(string link, string host)
    {
        List<string> spellings = [link];
        if (host.Length < link.Length)
        {
            spellings.Add(host);
        }

        if (LinksInText.OtherSpelling(host) is { } other)
        {
            spellings.Add(other);
        }

        return spellings;
    }
}
