using System.Buffers;
using System.Text;

namespace AgentGuard.Cedar.Syntax;

/// <summary>Finds what makes a .NET string no Unicode text.</summary>
internal static class LoneSurrogates
{
    /// <summary>The offset of the first surrogate without its other half, or -1.</summary>
    internal static int IndexOf(string text)
    {
        int position = 0;
        while (position < text.Length)
        {
            int next = text.AsSpan(position).IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return -1;
            }

            position += next;
            if (Rune.DecodeFromUtf16(text.AsSpan(position), out _, out int length) != OperationStatus.Done)
            {
                return position;
            }

            position += length;
        }

        return -1;
    }
}
