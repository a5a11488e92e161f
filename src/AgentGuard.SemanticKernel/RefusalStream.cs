using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>A refusal as a stream, in each type in which a caller can ask a function to stream text.</summary>
internal sealed class RefusalStream(string text) :
    IAsyncEnumerable<StreamingKernelContent>, IAsyncEnumerable<StreamingTextContent>, IAsyncEnumerable<StreamingChatMessageContent>, IAsyncEnumerable<string>
{
    IAsyncEnumerator<StreamingKernelContent> IAsyncEnumerable<StreamingKernelContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingTextContent(text), cancellationToken);

    IAsyncEnumerator<StreamingTextContent> IAsyncEnumerable<StreamingTextContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingTextContent(text), cancellationToken);

    IAsyncEnumerator<StreamingChatMessageContent> IAsyncEnumerable<StreamingChatMessageContent>.GetAsyncEnumerator(CancellationToken cancellationToken) =>
        One(new StreamingChatMessageContent(role: null, text), cancellationToken);

    IAsyncEnumerator<string> IAsyncEnumerable<string>.GetAsyncEnumerator(CancellationToken cancellationToken) => One(text, cancellationToken);

    private static IAsyncEnumerator<T> One<T>(T item, CancellationToken cancellationToken) =>
        new[] { item }.ToAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
}
