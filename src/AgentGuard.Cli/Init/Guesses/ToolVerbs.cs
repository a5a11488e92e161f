using System.Collections.Frozen;

namespace AgentGuard.Cli.Init;

/// <summary>What words in a tool's name tell about it. They are the words of servers that people use.</summary>
internal static class ToolVerbs
{
    private const string Write = ToolGroups.Write;

    /// <summary>Words of tools that look and change nothing.</summary>
    private static readonly FrozenSet<string> s_looks = Set(
        "analyze autocomplete browse calculate check compare count describe diff echo estimate explain explore find get grep inspect introspect list lookup measure peek preview query read "
        + "retrieve screenshot search show simulate suggest summarize tail validate verify view whoami");

    /// <summary>Those of them that behind an act are what it is about: <c>run_query</c>.</summary>
    private static readonly FrozenSet<string> s_views = Set("check count preview query view");

    /// <summary>Words that say at the start of a sentence that a tool looks; in a name some of them are acts.</summary>
    private static readonly FrozenSet<string> s_tells = Set("display output print provide report return");

    /// <summary>What is looked at, where it ends a name that says nothing else: <c>git_log</c>, <c>directory_tree</c>.</summary>
    private static readonly FrozenSet<string> s_sights = Set(
        "blame head help history info log logs metadata ping size snapshot stat stats status sum summary top tree usage version");

    /// <summary>Acts, and the groups that each is a reason for.</summary>
    private static readonly FrozenDictionary<string, string[]> s_acts = Acts(
        (
            [Write],
            "accept acknowledge activate add allocate amend append apply approve archive assign attach change checkout close commit complete configure convert copy create decline define delegate "
            + "draft duplicate edit enable enqueue extend fork format generate grant import increment init initialize insert install join label leave link lock make manage mark merge migrate mkdir "
            + "modify mount move mute patch pin promote put queue react rebase reject rename reopen reorder reschedule report restart restore resume return save schedule set snooze star start stash store "
            + "subscribe sync tag toggle touch transition trigger unarchive unassign unfollow unlock unmute unpin unpublish unstar unsubscribe update upgrade upsert write"),
        ([Write, ToolGroups.Destructive],
            "abandon abort cancel clean cleanup clear cordon deactivate decommission delete deprovision destroy detach disable discard drain drop empty erase evict expire force kill overwrite prune "
            + "purge remove replace reset revert revoke rm rmdir rollback shutdown stop suspend terminate trash truncate uninstall unlink unregister unshare wipe"),
        ([ToolGroups.Egress],
            "brave crawl curl download duckduckgo exa fetch firecrawl goto http https internet navigate perplexity scrape serper tavily url web webfetch website wget"),
        ([Write, ToolGroups.Egress],
            "announce broadcast call click clone comment dm drag email export fill forward invite mail message notify post press publish pull push reply review send share sms submit tweet type "
            + "upload webhook"),
        ([Write, ToolGroups.Money],
            "bid buy charge debit deposit donate invest invoice order pay payment payout purchase refund sell stake subscription swap topup trade transfer withdraw"),
        ([Write, ToolGroups.Execution],
            "bash cmd command dispatch eval evaluate exec execute invoke javascript powershell process repl rerun run script shell spawn ssh sudo terminal"),
        ([Write, ToolGroups.Deploy],
            "deploy deployment provision release rollout scale"));

    /// <summary>Acts that are things as well: beside a word that looks, as in <c>get_commit</c>, they are what is looked at.</summary>
    private static readonly FrozenSet<string> s_things = Set(
        "bid call change charge checkout clone command comment commit copy debit deployment deposit draft email export fork format invoice javascript label link lock log mail merge message order "
        + "patch payment payout pin post process purchase queue refund release reply report return review run schedule script set shell sms stake star start stash store subscription swap sync tag terminal trade "
        + "transfer transition trigger type update upgrade upload webhook");

    /// <summary>Words that make two acts of a name, so that neither of them is what the other is about.</summary>
    private static readonly FrozenSet<string> s_conjunctions = Set("and or then");

    /// <summary>Two words that are one thing and no act.</summary>
    private static readonly FrozenSet<string> s_thingPairs = Set("merge_request merge_requests pull_request pull_requests");

    /// <summary>Things that nobody should get to see; looking at them is what is dangerous.</summary>
    private static readonly FrozenSet<string> s_secrets = Set(
        "apikey apikeys cookie cookies credential credentials env keychain keystore kubeconfig mfa otp passphrase password passwords secret secrets token vault");

    /// <summary>The same in two words.</summary>
    private static readonly FrozenSet<string> s_secretPairs = Set(
        "access_key access_keys access_tokens api_key api_keys api_tokens auth_tokens environment_variable environment_variables private_key private_keys refresh_tokens signing_key signing_keys "
        + "ssh_key ssh_keys");

    /// <summary>Acts that are meant wherever they stand in a sentence about a tool.</summary>
    private static readonly FrozenSet<string> s_strong = Set(
        "delete destroy erase eval exec execute kill overwrite purchase purge refund remove terminate truncate uninstall wipe withdraw");

    /// <summary>Arguments that hold something to be executed.</summary>
    private static readonly FrozenSet<string> s_code = Set("bash cmd command javascript js powershell python script shell sql");

    public static bool Looks(string word) => s_looks.Contains(word);

    public static bool IsView(string word) => s_views.Contains(word);

    public static bool Tells(string word) => s_tells.Contains(word) || Looks(word);

    public static bool IsSight(string word) => s_sights.Contains(word);

    /// <summary>The groups of an act; empty where the word is none.</summary>
    public static IReadOnlyList<string> Act(string word) => s_acts.GetValueOrDefault(word) ?? [];

    public static bool IsThing(string word) => s_things.Contains(word);

    public static bool IsThing(string first, string second) => s_thingPairs.Contains($"{first}_{second}");

    public static bool Joins(string word) => s_conjunctions.Contains(word);

    public static bool IsSecret(string word) => s_secrets.Contains(word);

    public static bool IsSecret(string first, string second) => s_secretPairs.Contains($"{first}_{second}");

    public static bool IsStrong(string word) => s_strong.Contains(word);

    public static bool IsCode(string word) => s_code.Contains(word);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string[]> Acts(params (string[] Groups, string Words)[] acts) =>
        acts.SelectMany(static act => act.Words.Split(' ').Select(word => KeyValuePair.Create(word, act.Groups))).ToFrozenDictionary(StringComparer.Ordinal);
}
