using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>Makes a function's stream one that is guarded to its end, whatever the type of its items.</summary>
internal static class GuardedStream
{
    /// <exception cref="KernelException">The function did not give a stream.</exception>
    public static object Wrap(object? stream, ToolCallAdmission admission, KernelArguments arguments)
    {
        Type item = stream?.GetType().GetInterfaces()
            .FirstOrDefault(static type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))?.GetGenericArguments()[0]
            ?? throw new KernelException("the function gave no stream, and its result is withheld");
        return Activator.CreateInstance(typeof(GuardedStream<>).MakeGenericType(item), stream, admission, arguments)!;
    }
}

/// <summary>
/// A function's stream. Its body runs as it is read: on the decided arguments, once. With obligations on the result nothing leaves before all of it is there;
/// then it leaves as one piece of text.
/// </summary>
internal sealed class GuardedStream<T>(IAsyncEnumerable<T> stream, ToolCallAdmission admission, KernelArguments arguments) : IAsyncEnumerable<T>
{
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
            KernelTools.Pass(admission.Arguments, arguments);
            IAsyncEnumerator<T> items = stream.GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                while (await NextAsync(items).ConfigureAwait(false))
                {
                    isReadable &= Append(text, items.Current);
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
            using (admission.Enter())
            {
                return await items.MoveNextAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            if (await admission.FailAsync(e).ConfigureAwait(false) is { } withheld)
            {
                throw new KernelException(withheld.Text, e);
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
