namespace EdgeFlow.Domain.Applications;

/// <summary>Another form of a task's model (pruned, quantised, distilled), which the planner may use in its stead. The
/// model as declared is the variant <see cref="Full"/>.</summary>
/// <param name="Name">Its name, unique in the task and not <see cref="Full"/>.</param>
/// <param name="Model">Its model file, relative to the node's models folder.</param>
/// <param name="Accuracy">Part of the frames that it gets right, above 0 and at most 1.</param>
/// <param name="Work">Its work as a factor of the full model's, above 0.</param>
/// <param name="Memory">Its memory as a factor of the full model's, above 0.</param>
/// <param name="Data">Its output as a factor of the full model's, above 0.</param>
public sealed record ModelVariant(
    string Name, string Model, double Accuracy, double Work = 1, double Memory = 1, double Data = 1)
{
    /// <summary>Name of the model as declared.</summary>
    public const string Full = "full";
}
