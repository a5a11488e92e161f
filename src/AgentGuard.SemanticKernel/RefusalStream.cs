using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>A refusal as a stream, in each type in which a caller can ask a function to stream text.</summary>
internal sealed class RefusalStream(string text) : IAsyncEnumerable<StreamingTextContent>, IAsyncEnumerable<string>
{
    IAsyncEnumerator<StreamingTextContent> IAsyncEnumerable<StreamingTextContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        OneAsync(new StreamingTextContent(text)).GetAsyncEnumerator(cancellationToken);

    IAsyncEnumerator<string> IAsyncEnumerable<string>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        OneAsync(text).GetAsyncEnumerator(cancellationToken);

    private static async IAsyncEnumerable<T> OneAsync<T>(T item)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return item;
    }
}
