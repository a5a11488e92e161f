using System.Collections.Frozen;

namespace AgentGuard.Cli.Init;

/// <summary>Guesses from the names of arguments what the catalog may say of them. A kind refuses what has no normal form, so a wrong guess stops a call and lets none through.</summary>
internal static class ArgumentGuesses
{
    private static readonly FrozenSet<string> s_paths = Set("cwd dir directories directory filename filenames filepath filepaths folder folders path paths");
    private static readonly FrozenSet<string> s_ends = Set("destination dest from source src target to");
    private static readonly FrozenSet<string> s_urls = Set("href url urls webhook");
    private static readonly FrozenSet<string> s_parties = Set(
        "assignee assignees attendee attendees bcc beneficiary cc channel channels customer email emails invitee invitees payee phone recipient recipients reviewer reviewers to");
    private static readonly FrozenSet<string> s_contents = Set(
        "attachments body caption comment content contents data description html markdown message messages payload prompt subject summary text title value");
    private static readonly FrozenSet<string> s_targets = Set("branch bucket database document file files id ids key keys namespace repo repository resource table");
    private static readonly FrozenSet<string> s_secrets = Set("apikey authorization credential credentials cvc cvv dsn otp passphrase passwd password passwords pin secret secrets ssn token");
    private static readonly FrozenSet<string> s_secretPairs = Set("access_key api_key card_number connection_string connection_url database_url private_key secret_key");

    /// <summary>What the catalog gets to say of a tool's arguments, by pointer.</summary>
    public static IReadOnlyDictionary<string, ArgumentEntry> Of(ToolDefinition tool)
    {
        bool isAboutFiles = Words.Of(tool.Id.Name).Any(static word => s_paths.Contains(word) || word is "file" or "files");
        OrderedDictionary<string, ArgumentEntry> entries = [];
        foreach (SchemaProperty property in SchemaProperty.Of(tool.InputSchema))
        {
            ArgumentEntry entry = Guess(property, isAboutFiles);
            if (entry != new ArgumentEntry())
            {
                entries.TryAdd(property.Pointer, entry);
            }
        }

        return entries;
    }

    private static ArgumentEntry Guess(SchemaProperty property, bool isAboutFiles)
    {
        if (property.Words.Count == 0 || property.IsChoice)
        {
            return new ArgumentEntry();
        }

        string last = property.Words[^1];
        bool isSensitive = s_secrets.Contains(last) || (property.Words.Count > 1 && s_secretPairs.Contains($"{property.Words[^2]}_{last}"));
        ArgumentKind kind = property.IsText && !isSensitive ? Kind(property.Words, last, isAboutFiles) : ArgumentKind.None;
        return new ArgumentEntry(kind, isSensitive || !property.IsLeaf ? ArgumentRole.None : Role(last, kind), isSensitive);
    }

    private static ArgumentKind Kind(IReadOnlyList<string> words, string last, bool isAboutFiles)
    {
        if (s_paths.Contains(last) || (isAboutFiles && words.Count == 1 && s_ends.Contains(last)))
        {
            return ArgumentKind.Path;
        }

        if (s_urls.Contains(last))
        {
            return ArgumentKind.Url;
        }

        if (last is "email" or "emails" || (words.Count > 1 && words[^2] == "email" && last == "address"))
        {
            return ArgumentKind.Email;
        }

        return last is "iban" or "ibans" || (words.Count > 1 && words[^2] is "account" or "bank" && last == "number") ? ArgumentKind.Account : ArgumentKind.None;
    }

    private static ArgumentRole Role(string last, ArgumentKind kind) => kind switch
    {
        ArgumentKind.Path or ArgumentKind.Url => ArgumentRole.Target,
        ArgumentKind.Email or ArgumentKind.Account => ArgumentRole.Party,
        _ when s_parties.Contains(last) => ArgumentRole.Party,
        _ when s_contents.Contains(last) || ToolVerbs.IsCode(last) => ArgumentRole.Content,
        _ when s_targets.Contains(last) => ArgumentRole.Target,
        _ => ArgumentRole.None,
    };

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
