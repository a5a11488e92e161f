using System.Diagnostics;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// The guard's answer before the tool runs, for adapters that run the tool themselves (a stream, a protocol).
/// An admitted call is completed once, by <see cref="CompleteAsync"/> or <see cref="FailAsync"/>; disposing it before its start gives everything back.
/// </summary>
public sealed class ToolCallAdmission : IAsyncDisposable
{
    private readonly GuardParts? _guard;
    private readonly CallDecision? _call;
    private readonly InvocationTicket? _ticket;
    private readonly Activity? _activity;
    private int _state;
    private int _isTaken;

    /// <summary>For a refusal, or where an outer layer answers for the call.</summary>
    internal ToolCallAdmission(Decision decision, JsonElement arguments = default)
    {
        Decision = decision;
        Arguments = arguments;
    }

    internal ToolCallAdmission(Decision decision, GuardParts guard, CallDecision call, Activity? activity)
        : this(decision, call.Call!.Arguments.Json)
    {
        _guard = guard;
        _call = call;
        _activity = activity;
        _ticket = decision.Facts.Request.IsOuterLayer ? InvocationTicket.Issue(this) : null;
    }

    private enum State
    {
        Waiting,
        Started,
        Completed,
    }

    /// <summary>The decision.</summary>
    public Decision Decision { get; }

    /// <summary>Whether the tool may run, once.</summary>
    public bool IsAdmitted => Decision.Effect == DecisionEffect.Permit;

    /// <summary>The decided arguments, an object: these and no others may be passed on.</summary>
    public JsonElement Arguments { get; }

    /// <summary>Whether the result has to be changed before anybody sees it: a stream must be gathered whole first.</summary>
    public bool HasResultObligations => _call is not null && Decision.Obligations.OfType<ResultObligation>().Any();

    /// <summary>Where <see cref="IsAdmitted"/> is false: what to tell the model.</summary>
    public ToolCallOutcome Refusal => ToolCallOutcome.Refused(Decision);

    /// <summary>
    /// Says that the tool starts now. What is called until the result is disposed, in the same flow, sees the call's ticket:
    /// an adapter whose flow is interrupted (an async iterator) enters again before each step.
    /// </summary>
    /// <returns>Leaves the flow again.</returns>
    /// <exception cref="InvalidOperationException">The call is not admitted, has been completed, or its scope has ended.</exception>
    public IDisposable Enter()
    {
        if (Decision.Facts.Request.Scope is not { IsEnded: false })
        {
            throw new InvalidOperationException("the scope in which the call was made has ended");
        }

        if (!IsAdmitted || Interlocked.CompareExchange(ref _state, (int)State.Started, (int)State.Waiting) == (int)State.Completed)
        {
            throw new InvalidOperationException("this call is not admitted, or over");
        }

        return new Entry(_ticket?.Enter(), _activity);
    }

    /// <summary>Runs the tool on the decided arguments and completes the call.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The result, or why it is withheld.</returns>
    /// <exception cref="InvalidOperationException">The call is not admitted, or has been started.</exception>
    public async ValueTask<ToolCallOutcome> RunAsync(ToolBody tool, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tool);
        if (Decision.Facts.Request.Scope is { IsEnded: true })
        {
            await DisposeAsync().ConfigureAwait(false);
            return ToolCallOutcome.Refused(Decision.Revised(DenyReasons.ScopeEnded, "the scope ended before the tool started"));
        }

        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            throw new InvalidOperationException("this call was decided for one run, and has been started");
        }

        ToolResult result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (Enter())
            {
                result = await tool(Arguments, cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException($"the body of {Decision.Tool} returned no result");
            }
        }
        catch (Exception e)
        {
            if (await FailAsync(e).ConfigureAwait(false) is { } withheld)
            {
                // Cancellation is not swallowed; what the tool's own exception says of it is not told.
                cancellationToken.ThrowIfCancellationRequested();
                return withheld;
            }

            throw;
        }

        return await CompleteAsync(result).ConfigureAwait(false);
    }

    /// <summary>Records what the tool returned, and applies the result obligations to every form of it.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The result as it may leave, or why it is withheld.</returns>
    public async ValueTask<ToolCallOutcome> CompleteAsync(ToolResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        End(error: result.IsError ? "tool_error" : null);
        if (_call is null)
        {
            // The outer layer, whose ticket this call joined by, records and redacts.
            return ToolCallOutcome.Executed(Decision, result);
        }

        return await ResultEnforcement.CompleteAsync(_guard!, _call, Decision, result).ConfigureAwait(false);
    }

    /// <summary>Records that the tool failed, was cancelled or ran out of time. What it did is unknown.</summary>
    /// <param name="exception">What it threw.</param>
    /// <returns>Null where the exception may go on; else what to say in its place, for its message is a form of the result too.</returns>
    public async ValueTask<ToolCallOutcome?> FailAsync(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        bool hasStarted = End(exception.GetType().FullName);
        return _call is null
            ? null
            : await ResultEnforcement.FailAsync(_guard!, _call, Decision, hasStarted, exception, mayHaveLeft: !IsTaken).ConfigureAwait(false);
    }

    /// <summary>Gives back what was reserved, if the tool never started.</summary>
    /// <returns>When it is given back.</returns>
    public async ValueTask DisposeAsync()
    {
        State before = (State)Interlocked.Exchange(ref _state, (int)State.Completed);
        if (_call is null || !IsAdmitted || before == State.Completed)
        {
            return;
        }

        Close(error: null);
        await ResultEnforcement
            .FailAsync(_guard!, _call, Decision, hasStarted: before == State.Started, exception: null, mayHaveLeft: !IsTaken)
            .ConfigureAwait(false);
    }

    /// <summary>Whether the guard runs the tool. Where an adapter does, it may hand the result out as it comes.</summary>
    private bool IsTaken => Volatile.Read(ref _isTaken) != 0;

    /// <summary>Whether a request that an inner layer sees is the very call that was decided here.</summary>
    internal bool IsSameCall(ToolCallRequest request, GuardParts guard)
    {
        PreparedCall decided = _call!.Call!;
        return ReferenceEquals(guard, _guard)
            && request.Tool.Id == decided.Request.Tool.Id
            && request.Tool.Pin == decided.Request.Tool.Pin
            && ReferenceEquals(request.Scope, decided.Scope)
            && CallPreparation.TryBind(request, decided.Scope, decided.Bundle, decided.Tool, request.Arguments, guard.Options, out PreparedCall? seen) is null
            && seen!.Arguments.Digest == decided.Arguments.Digest;
    }

    /// <returns>Whether the tool had started.</returns>
    private bool End(string? error)
    {
        State before = (State)Interlocked.Exchange(ref _state, (int)State.Completed);
        if (before == State.Completed)
        {
            throw new InvalidOperationException("this call is over already");
        }

        Close(error);
        return before == State.Started;
    }

    private void Close(string? error)
    {
        _ticket?.TrySpend();
        GuardTelemetry.Ended(_activity, error);
    }

    /// <summary>What is called in between sees the ticket, and its traces lie under the call's own.</summary>
    private sealed class Entry : IDisposable
    {
        private readonly IDisposable? _ticket;
        private readonly Activity? _before = Activity.Current;

        public Entry(IDisposable? ticket, Activity? activity)
        {
            _ticket = ticket;
            Activity.Current = activity ?? _before;
        }

        public void Dispose()
        {
            Activity.Current = _before;
            _ticket?.Dispose();
        }
    }
}
