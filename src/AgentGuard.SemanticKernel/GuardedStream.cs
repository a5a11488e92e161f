using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>Makes a function's stream one that is guarded to its end, whatever the type of its items.</summary>
internal static class GuardedStream
{
    /// <exception cref="KernelException">The function did not give a stream.</exception>
    public static object Wrap(object? stream, ToolCallAdmission admission, ArgumentSnapshot snapshot, AgentScope? scope)
    {
        Type item = (stream is null ? null : KernelResults.Items(stream.GetType(), typeof(IAsyncEnumerable<>)))
            ?? throw new KernelException("the function gave no stream, and its result is withheld");
        return Activator.CreateInstance(typeof(GuardedStream<>).MakeGenericType(item), stream, admission, snapshot, scope)!;
    }
}

/// <summary>
/// A function's stream. Its body runs as it is read: on the decided arguments, once. With obligations on the result nothing leaves before all of it is there;
/// then it leaves as one piece of text.
/// </summary>
internal sealed class GuardedStream<T>(
    IAsyncEnumerable<T> stream, ToolCallAdmission admission, ArgumentSnapshot snapshot, AgentScope? scope) : IAsyncEnumerable<T>
{
    private const int MaxCharacters = 4 << 20;
    private int _isRead;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _isRead, 1) == 0
            ? ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException("this call was decided for one run: invoke the function again to read it again");

    private async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StringBuilder text = new();
        bool isReadable = true;
        await using (admission.ConfigureAwait(false))
        {
            using IDisposable loans = snapshot.Pass(admission.Arguments);
            IAsyncEnumerator<T> items = stream.GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                while (await NextAsync(items).ConfigureAwait(false))
                {
                    isReadable = isReadable && Append(text, items.Current) && text.Length <= MaxCharacters;
                    if (!admission.HasResultObligations)
                    {
                        yield return items.Current;
                    }
                }
            }

            ToolCallOutcome outcome = await admission.CompleteAsync(Result(text, isReadable)).ConfigureAwait(false);
            if (admission.HasResultObligations || outcome.Result is null)
            {
                yield return Item(outcome.Result is { } result ? KernelResults.Compose(result).ToString()! : outcome.Text);
            }
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<T> items)
    {
        try
        {
            // Whoever reads may stand in another scope, or in none; the body acts in the one that was decided.
            using (admission.Enter())
            using (scope?.Enter())
            {
                return await items.MoveNextAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            if (await admission.FailAsync(e).ConfigureAwait(false) is { } withheld)
            {
                // Its message is a form of the result too. A cancellation says nothing.
                throw e is OperationCanceledException cancelled && cancelled.CancellationToken.IsCancellationRequested
                    ? new OperationCanceledException(cancelled.CancellationToken)
                    : new KernelException(withheld.Text);
            }

            throw;
        }
    }

    private static ToolResult Result(StringBuilder text, bool isReadable) =>
        isReadable ? new ToolResult(null, [JsonSerializer.SerializeToElement(text.ToString())]) : ToolResult.Unreadable(null);

    private static bool Append(StringBuilder text, T item)
    {
        switch (item)
        {
            case string part:
                text.Append(part);
                return true;
            case StreamingTextContent content:
                text.Append(content.Text);
                return true;
            case StreamingChatMessageContent message:
                text.Append(message.Content);
                return message.Items.All(static part => part is StreamingTextContent);
            case StreamingKernelContent { InnerContent: string part }:
                text.Append(part);
                return true;
            case StreamingKernelContent { InnerContent: { } value }:
                ToolResult result = KernelResults.Decompose(value, JsonSerializerOptions.Default);
                result.Forms.ToList().ForEach(form => text.Append(form.GetRawText()));
                return result.IsReadable;
            default:
                return false;
        }
    }

    /// <exception cref="KernelException">The stream's items cannot hold text.</exception>
    private static T Item(string text) => typeof(T) switch
    {
        Type type when type == typeof(string) => (T)(object)text,
        Type type when type.IsAssignableFrom(typeof(StreamingTextContent)) => (T)(object)new StreamingTextContent(text),
        _ => throw new KernelException(text),
    };
}
