using ImageCodes.Model.Evaluation;
using ImageCodes.Model.Storage;
using ImageCodes.Web.Models;
using ImageCodes.Web.Search;
using Microsoft.AspNetCore.Components;

namespace ImageCodes.Web.Components.Pages;

/// <summary>The health of the space of codes, and, where that is asked for, of another model's codes beside it.</summary>
public sealed partial class CodesPage(CodeSpace space, LiveModel live, ModelStore models, NavigationManager navigation) : PageOfCodes(live)
{
    private CodeSpaceReport? _report;
    private string _model = "";
    private string? _problem;
    private string? _otherProblem;
    private IReadOnlyList<KnownModel> _others = [];   // that have codes of this library
    private (long Id, string Model, CodeSpaceReport Report)? _other;
    private bool _waitsForOther;

    /// <summary>The model that is shown beside the one in use.</summary>
    [SupplyParameterFromQuery(Name = "with")]
    public long? With { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    protected override async Task LookAgainAsync()
    {
        (_report, _other) = (null, null);
        StateHasChanged();
        await ReadAsync();
        await OnParametersSetAsync();
    }

    private async Task ReadAsync()
    {
        try
        {
            _problem = null;
            var current = Live.Current;
            _model = current.Encoder.Version;
            _others = await Beside.RunAsync(() => (IReadOnlyList<KnownModel>)[.. models.All().Where(model => model.Id != current.Id && model.Codes > 1)]);
            var report = await Beside.RunAsync(space.Report);
            if (current == Live.Current) _report = report;   // else another model's is on its way
        }
        catch (System.Data.Common.DbException failure)
        {
            _problem = failure.Message;
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (With is not null && With == _other?.Id) return;
        (_other, _otherProblem, _waitsForOther) = (null, null, false);
        if (_others.FirstOrDefault(model => model.Id == With) is not { } asked) return;
        _waitsForOther = true;
        if (!RendererInfo.IsInteractive) return;   // the page that answers counts
        try
        {
            var report = await Task.Run(() => space.ReportOf(asked));
            // Else another one was chosen meanwhile.
            if (With == asked.Id) (_other, _waitsForOther) = ((asked.Id, asked.Version, report), false);
        }
        catch (System.Data.Common.DbException failure)
        {
            if (With == asked.Id) (_otherProblem, _waitsForOther) = (failure.Message, false);
        }
    }

    private void ShowBeside(string id) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("with", long.TryParse(id, out var model) ? model : null), replace: true);
}
