using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ImageCodes.Model.Experiments;

/// <summary>Curves and points over two axes.</summary>
internal sealed class Chart
{
    private const int Width = 760, Height = 420;
    private const double DotSize = 1.3, LegendDotSize = 5;
    private const double TitleDistance = 12;   // of an axis from its numbers

    // Told apart also by those who see few colours (Okabe and Ito 2008), and ten where there are ten digits.
    private static readonly OxyColor[] Colours =
        [.. new[] { "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b4c9a", "#7a7a7a", "#8c510a", "#000000" }.Select(OxyColor.Parse)];

    private readonly PlotModel _model;
    private int _colour;   // of the next dots

    /// <param name="title">What it shows.</param>
    /// <param name="across">What the horizontal axis counts.</param>
    /// <param name="up">What the vertical axis counts.</param>
    /// <param name="logarithmic">Whether the horizontal axis is.</param>
    public Chart(string title, string across, string up, bool logarithmic = false)
    {
        _model = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            DefaultFont = "Arial",
            Background = OxyColor.Parse("#fdfcfa"),
            DefaultColors = Colours,
            Padding = new OxyThickness(8, 8, 16, 8),
        };
        _model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.RightTop,
            LegendLineSpacing = 6,
            LegendPadding = 60,   // names are drawn wider than they are measured,
        });
        _model.Axes.Add(logarithmic
            ? new LogarithmicAxis { Position = AxisPosition.Bottom, Title = across, AxisTitleDistance = TitleDistance }
            : new LinearAxis { Position = AxisPosition.Bottom, Title = across, AxisTitleDistance = TitleDistance });
        _model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Title = up,
            AxisTitleDistance = TitleDistance,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.Parse("#e2dfd8"),
        });
    }

    /// <summary>Amounts, 0 and above.</summary>
    public void Line(string name, IEnumerable<(double X, double Y)> points)
    {
        var line = new LineSeries { Title = name, StrokeThickness = 2 };
        line.Points.AddRange(points.Select(point => new DataPoint(point.X, point.Y)));
        _model.Series.Add(line);
        _model.Axes[1].Minimum = 0;
    }

    public void Dots(string name, IEnumerable<(double X, double Y)> points)
    {
        var dots = Marked(DotSize, title: null);
        dots.Points.AddRange(points.Select(point => new ScatterPoint(point.X, point.Y)));
        _model.Series.Add(dots);
        _model.Series.Add(Marked(LegendDotSize, name));   // has no points; in the legend one of the others would hardly be seen
        _colour++;
    }

    private ScatterSeries Marked(double size, string? title) =>
        new() { Title = title, MarkerType = MarkerType.Circle, MarkerSize = size, MarkerFill = Colours[_colour % Colours.Length] };

    public string ToSvg() => new SvgExporter { Width = Width, Height = Height, IsDocument = false }.ExportToString(_model);
}
