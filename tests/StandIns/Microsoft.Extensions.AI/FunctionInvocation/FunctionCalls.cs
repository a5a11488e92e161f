namespace Microsoft.Extensions.AI;

internal static class FunctionCalls
{
    public static IEnumerable<FunctionCallContent> Open(IEnumerable<AIContent> contents) =>
        contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly);

    /// <summary>A call whose result is in the same response was executed by the provider.</summary>
    public static void MarkAnswered(IEnumerable<FunctionCallContent> calls, IEnumerable<AIContent> contents)
    {
        HashSet<string> answered = [.. contents.OfType<FunctionResultContent>().Select(result => result.CallId)];
        foreach (FunctionCallContent call in calls.Where(call => answered.Contains(call.CallId)))
        {
            call.InformationalOnly = true;
        }
    }
}
