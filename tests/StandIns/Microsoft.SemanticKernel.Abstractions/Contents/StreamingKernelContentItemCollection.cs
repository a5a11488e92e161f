using System.Collections.ObjectModel;

namespace Microsoft.SemanticKernel.ChatCompletion;

public sealed class StreamingKernelContentItemCollection : Collection<StreamingKernelContent>
{
}
