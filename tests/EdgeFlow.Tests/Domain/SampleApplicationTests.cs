using System.Text.Json;
using EdgeFlow.StageWorker.Stages;
using Xunit;
using static EdgeFlow.Tests.Domain.Manifests;

namespace EdgeFlow.Tests.Domain;

/// <summary>The samples name stages that exist, with parameters that those take and files that are there.</summary>
public class SampleApplicationTests
{
    public static TheoryData<string> Samples => [.. SampleFiles.Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_Stages_AreKnownAndTakeTheirParameters(string sample)
    {
        var spec = Spec(File.ReadAllText(SampleFiles.Single(file => Path.GetFileName(file) == sample)));
        var catalog = StageCatalog.BuiltIn();
        var folders = new StageFolders(Root(), Path.Combine(Root(), "workflows", "samples"));

        Assert.All(spec.Tasks, task => Assert.Contains(task.Stage.Kind, catalog.Kinds));
        foreach (var task in spec.Tasks.Where(task => task.Stage.Model is null))
        {
            using var parameters = JsonDocument.Parse(task.Stage.Parameters);
            using var stage = catalog.Create(task.Stage.Kind, null, parameters.RootElement, folders);

            Assert.NotNull(stage);
        }
    }

    [SkippableFact]
    public void Sample_ReadDocuments_NamesTheModelsOfThePackage()
    {
        var package = Path.Combine(Root(), "node_modules", "@gutenye", "ocr-models", "assets");
        Skip.IfNot(Directory.Exists(package), "npm packages are not installed");
        var spec = Spec(File.ReadAllText(SampleFiles.Single(file => Path.GetFileName(file) == "read-documents.yaml")));
        var models = spec.Tasks.Select(task => task.Stage.Model).OfType<string>().ToList();

        Assert.Equal(3, models.Count);
        Assert.All(models, model => Assert.True(File.Exists(Path.Combine(package, Path.GetFileName(model))), model));
    }
}
