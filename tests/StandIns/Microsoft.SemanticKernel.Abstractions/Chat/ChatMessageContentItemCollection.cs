using System.Collections.ObjectModel;

namespace Microsoft.SemanticKernel.ChatCompletion;

public class ChatMessageContentItemCollection : Collection<KernelContent>
{
    protected override void InsertItem(int index, KernelContent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        base.InsertItem(index, item);
    }
}
