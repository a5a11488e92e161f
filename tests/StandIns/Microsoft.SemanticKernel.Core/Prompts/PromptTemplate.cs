using System.Net;
using System.Text;

namespace Microsoft.SemanticKernel;

/// <summary>Text with <c>{{$variable}}</c> and <c>{{plugin.function}}</c>; what they yield is HTML-encoded.</summary>
internal sealed class PromptTemplate
{
    private readonly List<(string Text, bool IsCode)> _blocks;

    private PromptTemplate(List<(string Text, bool IsCode)> blocks) => _blocks = blocks;

    public IEnumerable<string> Variables => _blocks
        .Where(block => block.IsCode && block.Text.StartsWith('$'))
        .Select(block => block.Text[1..])
        .Distinct(StringComparer.OrdinalIgnoreCase);

    public static PromptTemplate Parse(string template)
    {
        List<(string, bool)> blocks = [];
        int at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is int open and >= 0
            && template.IndexOf("}}", open, StringComparison.Ordinal) is int close and >= 0)
        {
            string code = template[(open + 2)..close].Trim();
            if (code.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"' or '='))
            {
                throw new KernelException($"'{code}' is more than this stand-in renders: variables and functions without arguments.");
            }

            blocks.Add((template[at..open], false));
            blocks.Add((code, true));
            at = close + 2;
        }

        blocks.Add((template[at..], false));
        return new PromptTemplate(blocks);
    }

    // A function in a template is invoked by the kernel, through its filters, with the prompt's own arguments.
    public async Task<string> RenderAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach ((string block, bool isCode) in _blocks)
        {
            if (!isCode)
            {
                text.Append(block);
            }
            else if (block.StartsWith('$'))
            {
                text.Append(WebUtility.HtmlEncode(Convert.ToString(arguments.TryGetValue(block[1..], out object? value) ? value : null, kernel.Culture)));
            }
            else
            {
                int dot = block.IndexOf('.', StringComparison.Ordinal);
                FunctionResult result = await kernel.InvokeAsync(
                    dot < 0 ? null : block[..dot], block[(dot + 1)..], arguments, cancellationToken).ConfigureAwait(false);
                text.Append(WebUtility.HtmlEncode(result.ToString()));
            }
        }

        return text.ToString();
    }
}
