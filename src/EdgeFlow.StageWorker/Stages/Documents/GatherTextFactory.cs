using System.Text.Json;

namespace EdgeFlow.StageWorker.Stages.Documents;

/// <summary>
/// <c>gather-text</c>: puts the lines of a picture into reading order. Takes <c>lines</c>, <c>boxes</c> and
/// <c>name</c> from one task or several; gives <c>text</c>, the JSON of <see cref="DocumentText"/>.
/// <para>Parameter: <c>minScore</c> (less sure lines are left out, and counted; 0.5).</para>
/// </summary>
public sealed class GatherTextFactory : IStageFactory
{
    /// <inheritdoc/>
    public string Kind => "gather-text";

    /// <inheritdoc/>
    public IStage Create(string? model, JsonElement parameters, StageFolders folders)
    {
        var with = new StageParameters(Kind, parameters);
        var minScore = with.Number("minScore", 0.5, 0, 1);
        with.RefuseOthers();
        return new GatherTextStage(minScore);
    }
}
