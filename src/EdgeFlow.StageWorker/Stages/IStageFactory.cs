using System.Text.Json;

namespace EdgeFlow.StageWorker.Stages;

/// <summary>Makes the stages of one built-in kind. Safe for concurrent use.</summary>
public interface IStageFactory
{
    /// <summary>
    /// The name that a manifest uses: <c>stage: { builtin: NAME }</c>, or <c>model</c> for a plain ONNX model.
    /// </summary>
    string Kind { get; }

    /// <summary>
    /// The parameters in which a manifest may put references to secrets. Few, since most parameters are seen in outputs
    /// or messages.
    /// </summary>
    IReadOnlyCollection<string> SecretParameters => [];

    /// <summary>
    /// The parameters that name files below the models folder. With the model they are what a stage is made from, and
    /// what its results are known by.
    /// </summary>
    IReadOnlyCollection<string> FileParameters => [];

    /// <summary>Makes a stage.</summary>
    /// <param name="model">
    /// Full path of the model file, already checked to be inside the models folder, or null where the kind needs none.
    /// </param>
    /// <param name="parameters">The manifest's <c>with</c> object; unknown keys are refused.</param>
    /// <param name="folders">Where models, inputs and state may be read.</param>
    /// <exception cref="StageException">A parameter or the model is wrong.</exception>
    IStage Create(string? model, JsonElement parameters, StageFolders folders);
}
