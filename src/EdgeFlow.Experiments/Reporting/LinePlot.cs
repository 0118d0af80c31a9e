using System.Globalization;
using System.Text;

namespace EdgeFlow.Experiments.Reporting;

/// <summary>
/// A plot of lines as SVG: linear axes from zero with round ticks, or both axes logarithmic, a marker a point, bars for
/// 95 % intervals, and a legend beside the plot. Colours are Okabe and Ito's, which people with impaired colour vision
/// can tell apart.
/// </summary>
public sealed class LinePlot(
    string title, string horizontal, string vertical, IReadOnlyList<PlotLine> lines, bool isLogarithmic = false)
{
    private const int Width = 760;
    private const int Height = 440;
    private const int Left = 76;
    private const int Right = 150;
    private const int Top = 44;
    private const int Bottom = 58;
    private const int Ticks = 6;
    private const double Headroom = 1.04;

    private static readonly string[] s_colours =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999933"];

    private readonly StringBuilder _svg = new();
    private readonly double _fromX = lines.SelectMany(l => l.Points).Select(p => p.X).DefaultIfEmpty(0).Min();
    private readonly double _toX = lines.SelectMany(l => l.Points).Select(p => p.X).DefaultIfEmpty(1).Max();
    private readonly double _toY =
        lines.SelectMany(l => l.Points).Select(p => p.Y.Mean + p.Y.HalfWidth).Append(1e-9).Max() * Headroom;

    private readonly double _fromY =
        lines.SelectMany(l => l.Points).Select(p => p.Y.Mean).Where(y => y > 0).DefaultIfEmpty(1).Min() / Headroom;

    /// <summary>The plot's text.</summary>
    public string Draw()
    {
        _svg.Clear();
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" ");
        Add($"height=\"{Height}\" font-family=\"sans-serif\" font-size=\"13\">\n");
        Add($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        Text((Left + Width - Right) / 2, 24, title, "middle", "font-weight=\"bold\" font-size=\"15\"");
        DrawAxes();
        for (var k = 0; k < lines.Count; k++)
        {
            DrawLine(lines[k], k);
        }

        _svg.Append("</svg>\n");
        return _svg.ToString();
    }

    private void DrawAxes()
    {
        foreach (var y in TicksOfY())
        {
            var at = AtY(y);
            Add($"<path d=\"M{Left} {at:0.#}H{Width - Right}\" stroke=\"#dddddd\"/>\n");
            Text(Left - 8, at + 4, Number(y), "end");
        }

        foreach (var x in lines.SelectMany(l => l.Points).Select(p => p.X).Distinct().Order())
        {
            Add($"<path d=\"M{AtX(x):0.#} {Height - Bottom}v5\" stroke=\"black\"/>\n");
            Text(AtX(x), Height - Bottom + 20, Number(x), "middle");
        }

        Add($"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"black\"/>\n");
        Text((Left + Width - Right) / 2, Height - 16, horizontal, "middle");
        var middle = (Top + Height - Bottom) / 2;
        Text(18, middle, vertical, "middle", $"transform=\"rotate(-90 18 {middle})\"");
    }

    private void DrawLine(PlotLine line, int number)
    {
        var colour = s_colours[number % s_colours.Length];
        var path = string.Join('L', line.Points.Select(p => Invariant($"{AtX(p.X):0.#} {AtY(p.Y.Mean):0.#}")));
        Add($"<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        foreach (var (x, y) in line.Points)
        {
            if (y.HalfWidth > 0)
            {
                var (low, high) = (AtY(Math.Max(0, y.Mean - y.HalfWidth)), AtY(y.Mean + y.HalfWidth));
                Add($"<path d=\"M{AtX(x):0.#} {low:0.#}V{high:0.#}m-3 0h6M{AtX(x) - 3:0.#} {low:0.#}h6\" ");
                Add($"stroke=\"{colour}\"/>\n");
            }

            Marker(AtX(x), AtY(y.Mean), number, colour);
        }

        var legend = Top + 14 + 22 * number;
        Add($"<path d=\"M{Width - Right + 14} {legend}h26\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        Marker(Width - Right + 27, legend, number, colour);
        Text(Width - Right + 48, legend + 4, line.Name, "start");
    }

    private void Marker(double x, double y, int number, string colour)
    {
        var shape = (number % 3) switch
        {
            0 => Invariant($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\""),
            1 => Invariant($"<rect x=\"{x - 3.5:0.#}\" y=\"{y - 3.5:0.#}\" width=\"7\" height=\"7\""),
            _ => Invariant($"<path d=\"M{x:0.#} {y - 5:0.#}l4.5 8h-9z\""),
        };
        Add($"{shape} fill=\"{colour}\"/>\n");
    }

    private void Text(double x, double y, string words, string anchor, string more = "")
    {
        var escaped = words.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal);
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" {more}>{escaped}</text>\n");
    }

    private double AtX(double x) => _toX <= _fromX ? Left + 12
        : Left + 12 + (isLogarithmic ? Math.Log(x / _fromX) / Math.Log(_toX / _fromX) : (x - _fromX) / (_toX - _fromX))
            * (Width - Left - Right - 24);

    private double AtY(double y) => Height - Bottom - (Height - Top - Bottom) * (!isLogarithmic ? y / _toY
        : Math.Log(Math.Max(y, _fromY) / _fromY) / Math.Log(_toY / _fromY));

    /// <summary>From zero in round steps; on a logarithmic axis 1, 2 and 5 of each power of ten.</summary>
    private IEnumerable<double> TicksOfY()
    {
        if (!isLogarithmic)
        {
            var step = RoundStep(_toY);
            return Enumerable.Range(0, (int)Math.Floor(_toY / step) + 1).Select(k => k * step);
        }

        var (low, high) = ((int)Math.Floor(Math.Log10(_fromY)), (int)Math.Ceiling(Math.Log10(_toY)));
        return Enumerable.Range(low, high - low + 1)
            .SelectMany(power => new[] { 1, 2, 5 }.Select(m => m * Math.Pow(10, power)))
            .Where(y => y >= _fromY && y <= _toY);
    }

    private static double RoundStep(double most)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(most / Ticks)));
        return new[] { 1, 2, 5, 10 }.Select(m => m * power).First(s => most / s <= Ticks);
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 1000 ? "#,0" : "G4", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private void Add(FormattableString text) => _svg.Append(FormattableString.Invariant(text));
}
