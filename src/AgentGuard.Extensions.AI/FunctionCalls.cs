using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>Calls as a model asks for them.</summary>
internal static class FunctionCalls
{
    private static readonly Dictionary<string, object?> NoArguments = [];

    public static ToolArguments Arguments(FunctionCallContent call) => ToolArguments.From(call.Arguments ?? NoArguments);

    public static bool HasArguments(FunctionCallContent call, ToolArguments arguments) =>
        Arguments(call) is { Error: null } own && arguments.Error is null && JsonElement.DeepEquals(own.Json, arguments.Json);

    public static bool IsSame(FunctionCallContent one, ToolCallContent other) =>
        other is FunctionCallContent call && one.CallId == call.CallId && one.Name == call.Name && HasArguments(one, Arguments(call));

    /// <summary>A fresh object: the function-invoking layer marks the one that it gets.</summary>
    public static FunctionCallContent Copy(FunctionCallContent call) =>
        new(call.CallId, call.Name, call.Arguments is null ? null : new Dictionary<string, object?>(call.Arguments));

    /// <summary>Calls that wait to be invoked here: neither marked as handled, nor answered in the same response.</summary>
    public static List<FunctionCallContent> Open(IEnumerable<AIContent> contents)
    {
        List<AIContent> all = [.. contents];
        HashSet<string> answered = [.. all.OfType<FunctionResultContent>().Select(static result => result.CallId)];
        return [.. all.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly && !answered.Contains(call.CallId))];
    }
}
