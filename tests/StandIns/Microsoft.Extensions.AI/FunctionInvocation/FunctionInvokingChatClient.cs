using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.AI;

public partial class FunctionInvokingChatClient : DelegatingChatClient
{
    private static readonly AsyncLocal<FunctionInvocationContext?> Ambient = new();

    // The real one logs; nothing here depends on it.
    public FunctionInvokingChatClient(IChatClient innerClient, ILoggerFactory? loggerFactory = null, IServiceProvider? functionInvocationServices = null)
        : base(innerClient)
    {
        _ = loggerFactory;
        FunctionInvocationServices = functionInvocationServices;
    }

    public static FunctionInvocationContext? CurrentContext
    {
        get => Ambient.Value;
        protected set => Ambient.Value = value;
    }

    public bool IncludeDetailedErrors { get; set; }

    public bool AllowConcurrentInvocation { get; set; }

    public int MaximumIterationsPerRequest
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = 40;

    public int MaximumConsecutiveErrorsPerRequest
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = 3;

    public IList<AITool>? AdditionalTools { get; set; }

    public bool TerminateOnUnknownCalls { get; set; }

    public Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? FunctionInvoker { get; set; }

    protected IServiceProvider? FunctionInvocationServices { get; }

    public enum FunctionInvocationStatus
    {
        RanToCompletion,
        NotFound,
        Exception,
    }

    public sealed class FunctionInvocationResult
    {
        internal FunctionInvocationResult(FunctionInvocationStatus status, FunctionCallContent callContent)
        {
            Status = status;
            CallContent = callContent;
        }

        public FunctionInvocationStatus Status { get; }

        public FunctionCallContent CallContent { get; }

        public object? Result { get; internal init; }

        public Exception? Exception { get; internal init; }

        public bool Terminate { get; internal init; }
    }
}
