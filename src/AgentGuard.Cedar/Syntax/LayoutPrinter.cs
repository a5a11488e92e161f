using System.Text;

namespace AgentGuard.Cedar.Syntax;

/// <summary>Writes the steps of a <see cref="Layout"/>. Spaces and the ends of lines are written when something follows them: two ends are one, and no space stands before one.</summary>
internal sealed class LayoutPrinter(CedarFormatterOptions options)
{
    private readonly StringBuilder _text = new();
    private int _level;
    private int _column;
    private int _lineEnds;
    private bool _isSpaced;

    // Deep nesting in a narrow page must not write more spaces than text.
    private int Indentation => Math.Min(_level * options.IndentWidth, options.LineWidth / 2);

    /// <summary>Whether so many code units fit into the current line.</summary>
    public bool Fits(int width) => (_lineEnds > 0 ? Indentation : _isSpaced ? _column + 1 : _column) + width <= options.LineWidth;

    /// <param name="op">The step.</param>
    /// <param name="isFlat">Whether the innermost group around it is not broken.</param>
    /// <param name="following">What stands between this step and the next at which the line may end.</param>
    public void Print(LayoutOp op, bool isFlat, int following)
    {
        switch (op.Kind)
        {
            case LayoutOpKind.Indent:
                _level++;
                break;
            case LayoutOpKind.Dedent:
                _level--;
                break;
            case LayoutOpKind.Text or LayoutOpKind.LongText:
                Append(op.Text!);
                break;
            case LayoutOpKind.Space or LayoutOpKind.Line when op.Kind == LayoutOpKind.Space || isFlat:
                _isSpaced = _lineEnds == 0;
                break;
            case LayoutOpKind.SoftLine when isFlat:
            case LayoutOpKind.FillLine when isFlat || Fits(following):
                break;
            case LayoutOpKind.TrailingComment:
                _isSpaced = true;
                Append(op.Text!);
                EndLine(1);
                break;
            case LayoutOpKind.LeadingComment:
                EndLine(1);
                Append(op.Text!);
                EndLine(1);
                break;
            default:
                EndLine(op.Kind == LayoutOpKind.EmptyLine ? 2 : 1);
                break;
        }
    }

    /// <summary>The text, with the end of its last line.</summary>
    public string Finish() => _text.Length == 0 ? "" : _text.Append('\n').ToString();

    private void EndLine(int ends)
    {
        _lineEnds = _text.Length == 0 ? 0 : Math.Max(_lineEnds, ends);
        _isSpaced = false;
    }

    private void Append(string text)
    {
        if (_lineEnds > 0)
        {
            _text.Append('\n', _lineEnds).Append(' ', Indentation);
            _column = Indentation;
            _lineEnds = 0;
        }
        else if (_isSpaced)
        {
            _text.Append(' ');
            _column++;
        }

        _isSpaced = false;
        _text.Append(text);
        int lineStart = text.LastIndexOf('\n');
        _column = lineStart < 0 ? _column + text.Length : text.Length - lineStart - 1;
    }
}
