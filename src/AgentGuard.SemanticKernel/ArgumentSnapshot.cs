using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>
/// The arguments of one call as they were when it was asked for, and what becomes of the live dictionary, which the kernel gives to the body whoever else holds it.
/// A model's arguments are all decided. Host code hands the variables of a whole prompt to each function: there only what the function can see is the call.
/// </summary>
internal sealed class ArgumentSnapshot
{
    private static readonly Func<string, bool> All = static _ => true;
    private static readonly JsonSerializerOptions EnumsByName = new() { Converters = { new JsonStringEnumConverter() } };
    private readonly KernelArguments _live;
    private readonly Func<string, bool> _isSeen;
    private readonly Dictionary<string, object?> _given = new(StringComparer.Ordinal);

    public ArgumentSnapshot(KernelFunction function, KernelArguments live, bool isFromModel)
    {
        _live = live;
        _isSeen = isFromModel ? All : Sight(function);
        Arguments = Take(KernelTools.Options(function));
    }

    public ToolArguments Arguments { get; }

    /// <summary>
    /// Puts the decided arguments in place of what is there now, whatever has happened to it since. A value that nobody can have changed stays the caller's own;
    /// one that somebody could, an object, is a copy until the result is disposed.
    /// </summary>
    public IDisposable Pass(JsonElement decided)
    {
        List<Loan> loans = [];
        lock (_live)
        {
            foreach (string name in _live.Names.Where(name => _isSeen(name) && !decided.TryGetProperty(name, out _)).ToList())
            {
                _live.Remove(name);
            }

            foreach (JsonProperty argument in decided.EnumerateObject())
            {
                bool isAsAsked = IsAsAsked(argument);
                if (isAsAsked && IsImmutable(_given[argument.Name]))
                {
                    continue;
                }

                object? passed = Plain(argument.Value);
                _live[argument.Name] = passed;
                if (isAsAsked)
                {
                    loans.Add(new Loan(argument.Name, _given[argument.Name], passed));
                }
            }
        }

        return new Loans(_live, loans);
    }

    private ToolArguments Take(JsonSerializerOptions options)
    {
        try
        {
            lock (_live)
            {
                foreach ((string name, object? value) in _live)
                {
                    if (_isSeen(name))
                    {
                        _given.Add(name, value);
                    }
                }
            }
        }
        catch (InvalidOperationException)
        {
            return ToolArguments.Invalid("the arguments were changed while they were read");
        }

        return ToolArguments.From(_given.Select(argument => KeyValuePair.Create(argument.Key, ByName(argument.Value, options))), options);
    }

    /// <summary>The schema of a function that was made without options has its enums by name, though such options write them as numbers. The body gets the value itself.</summary>
    private static object? ByName(object? value, JsonSerializerOptions options) =>
        value is Enum && ReferenceEquals(options, JsonSerializerOptions.Default) ? JsonSerializer.SerializeToElement(value, value.GetType(), EnumsByName) : value;

    private bool IsAsAsked(JsonProperty decided) =>
        _given.TryGetValue(decided.Name, out object? given)
        && _live.TryGetValue(decided.Name, out object? now)
        && ReferenceEquals(given, now)
        && Arguments.Json.TryGetProperty(decided.Name, out JsonElement asked)
        && JsonElement.DeepEquals(asked, decided.Value);

    /// <summary>A function of a method gets its parameters and nothing else, unless one of them is the dictionary itself.</summary>
    private static Func<string, bool> Sight(KernelFunction function)
    {
        if (function.UnderlyingMethod?.GetParameters() is not { } parameters
            || Array.Exists(parameters, static parameter => parameter.ParameterType == typeof(KernelArguments)))
        {
            return All;
        }

        // What is declared and what is read can differ: a function can be made with metadata of its own.
        return new HashSet<string>(
            [.. function.Metadata.Parameters.Select(static parameter => parameter.Name), .. parameters.Select(static parameter => parameter.Name ?? "")],
            StringComparer.OrdinalIgnoreCase).Contains;
    }

    private static bool IsImmutable(object? value) =>
        value is null or string or decimal or Guid or Uri or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Enum
        || value.GetType().IsPrimitive;

    /// <summary>Functions take text and truth values as they are; they read numbers and structures from JSON by the parameter's type.</summary>
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        _ => value,
    };

    private sealed record Loan(string Name, object? Own, object? Passed);

    private sealed class Loans(KernelArguments live, List<Loan> loans) : IDisposable
    {
        public void Dispose()
        {
            lock (live)
            {
                foreach (Loan loan in loans)
                {
                    if (live.TryGetValue(loan.Name, out object? now) && ReferenceEquals(now, loan.Passed))
                    {
                        live[loan.Name] = loan.Own;
                    }
                }
            }
        }
    }
}
