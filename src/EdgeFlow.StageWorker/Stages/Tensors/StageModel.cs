using EdgeFlow.Onnx;

namespace EdgeFlow.StageWorker.Stages.Tensors;

/// <summary>A stage's model: its errors are a stage's errors. Safe for concurrent use.</summary>
public sealed class StageModel : IDisposable
{
    private readonly OnnxModel model;

    private StageModel(OnnxModel model) => this.model = model;

    /// <summary>What the model wants.</summary>
    public IReadOnlyList<TensorSpec> Inputs => model.Inputs;

    /// <summary>What the model gives.</summary>
    public IReadOnlyList<TensorSpec> Outputs => model.Outputs;

    /// <summary>Loads the model of a stage.</summary>
    /// <param name="kind">The stage's kind, for messages.</param>
    /// <param name="path">The full path, or null when the manifest names none.</param>
    /// <exception cref="StageException">The manifest names no model, or it cannot be loaded.</exception>
    public static StageModel Load(string kind, string? path)
    {
        if (path is null)
        {
            throw new StageException("BadModel", $"Stage '{kind}' needs a model: name it as 'model'.");
        }

        return new StageModel(Wrapped(() => OnnxModel.Load(path)));
    }

    /// <summary>Loads a model that takes one picture tensor and gives one float32 tensor.</summary>
    /// <exception cref="StageException">The model has other inputs or outputs.</exception>
    public static StageModel LoadPicture(string kind, string? path)
    {
        var loaded = Load(kind, path);
        if (loaded.Inputs is [{ Type: TensorType.Float32, Axes.Count: 4 }]
            && loaded.Outputs is [{ Type: TensorType.Float32 }])
        {
            return loaded;
        }

        using (loaded)
        {
            throw new StageException("BadModel",
                $"Stage '{kind}' needs a model with one float32 input of 4 axes and one float32 output; "
                + $"{path} has inputs {string.Join("; ", loaded.Inputs)} "
                + $"and outputs {string.Join("; ", loaded.Outputs)}.");
        }
    }

    /// <summary>Runs the model; the caller disposes the outputs.</summary>
    /// <exception cref="StageException">An input does not fit or the run failed.</exception>
    public OnnxOutputs Run(IReadOnlyList<OnnxTensor> inputs, CancellationToken cancel) =>
        Wrapped(() => model.Run(inputs, cancel));

    /// <summary>Runs a model of one picture input.</summary>
    /// <exception cref="StageException">The tensor does not fit or the run failed.</exception>
    public OnnxOutputs Run(PictureTensor picture, CancellationToken cancel) =>
        Run([picture.Named(Inputs[0].Name)], cancel);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private static T Wrapped<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (OnnxModelException error)
        {
            var type = error.Problem switch
            {
                OnnxProblem.BadModel => "BadModel",
                OnnxProblem.WrongInput => "WrongShape",
                _ => "RunFailed",
            };
            throw new StageException(type, error.Message, error);
        }
    }
}
