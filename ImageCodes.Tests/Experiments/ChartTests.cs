using System.Xml.Linq;
using ImageCodes.Model.Experiments;

namespace ImageCodes.Tests.Experiments;

public sealed class ChartTests
{
    [Fact]
    public void A_chart_is_an_SVG_with_its_title_its_axes_and_the_names_of_what_is_drawn()
    {
        var chart = new Chart("What is found", "recall", "precision", logarithmic: true);
        chart.Line("deep", [(0.01, 0.9), (1, 0.1)]);
        chart.Dots("shallow", [(0.1, 0.2)]);
        var texts = XDocument.Parse(chart.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        Assert.All(["What is found", "recall", "precision", "deep", "shallow"], text => Assert.Contains(text, texts));
    }
}
