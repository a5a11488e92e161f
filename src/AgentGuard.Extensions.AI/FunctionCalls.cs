using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>Calls as a model asks for them.</summary>
internal static class FunctionCalls
{
    private static readonly Dictionary<string, object?> NoArguments = [];

    /// <summary>A call whose arguments the model's client could not read has an exception and no arguments; it must not pass for a call with none.</summary>
    public static ToolArguments Arguments(FunctionCallContent call) => call.Exception is null
        ? ToolArguments.From(call.Arguments ?? NoArguments)
        : ToolArguments.Invalid("the arguments that the model wrote could not be read");

    public static bool HasArguments(FunctionCallContent call, ToolArguments arguments) =>
        Arguments(call) is { Error: null } own && arguments.Error is null && JsonElement.DeepEquals(own.Json, arguments.Json);

    public static bool IsSame(FunctionCallContent one, ToolCallContent other) =>
        other is FunctionCallContent call && one.CallId == call.CallId && one.Name == call.Name && HasArguments(one, Arguments(call));

    /// <summary>A fresh object, which shares nothing that can be changed: the function-invoking layer marks the one that it gets, and hosts may do more.</summary>
    public static FunctionCallContent Copy(FunctionCallContent call, ToolArguments? arguments = null)
    {
        arguments ??= Arguments(call);
        return With(call, arguments.Error is null ? Members(arguments.Json) : call.Arguments, isInformational: false);
    }

    /// <summary>
    /// The same call, marked as one that nobody outside has to process. The function-invoking layer must go on seeing its own object unmarked:
    /// it has not invoked yet what it streams.
    /// </summary>
    public static FunctionCallContent Close(FunctionCallContent call) =>
        call.InformationalOnly ? call : With(call, call.Arguments, isInformational: true);

    public static Dictionary<string, object?> Members(JsonElement arguments) =>
        arguments.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value, StringComparer.Ordinal);

    /// <summary>Calls that wait to be invoked here: neither marked as handled, nor answered in the same response.</summary>
    public static List<FunctionCallContent> Open(IReadOnlyCollection<AIContent> contents)
    {
        HashSet<string> answered = [.. contents.OfType<FunctionResultContent>().Select(static result => result.CallId)];
        return [.. contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly && !answered.Contains(call.CallId)).Distinct()];
    }

    private static FunctionCallContent With(FunctionCallContent call, IDictionary<string, object?>? arguments, bool isInformational) =>
        new(call.CallId, call.Name, arguments)
        {
            AdditionalProperties = call.AdditionalProperties,
            Annotations = call.Annotations,
            Exception = call.Exception,
            InformationalOnly = isInformational,
            RawRepresentation = call.RawRepresentation,
        };
}
