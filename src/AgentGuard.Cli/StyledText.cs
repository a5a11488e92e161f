using Spectre.Console;
using Spectre.Console.Rendering;

namespace AgentGuard.Cli;

/// <summary>
/// Text in colours that is printed as it is. Spectre's own breaks lines at the width of the window, which would move a mark from under what it marks,
/// and cut a path that somebody wants to copy.
/// </summary>
internal sealed class StyledText : IRenderable
{
    private readonly List<Segment> _segments = [];

    /// <summary>Appends text of one line.</summary>
    public StyledText Add(string text, Style? style = null)
    {
        _segments.Add(new Segment(text, style ?? Style.Plain));
        return this;
    }

    /// <summary>Appends lines, and ends the last.</summary>
    public StyledText AddLines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Add(line).EndLine();
        }

        return this;
    }

    /// <summary>Ends the line.</summary>
    public StyledText EndLine()
    {
        _segments.Add(Segment.LineBreak);
        return this;
    }

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => _segments;
}
