using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Personal;
using EdgeFlow.Domain.Applications;

namespace EdgeFlow.Control.Directives;

/// <summary>What profiles are kept by: the same kind, model and parameters take the same time on the same kind of
/// node.</summary>
public static class StageHash
{
    /// <summary>SHA-256 hex of kind, model and parameters, one a line; personal data, which differ from job to job, do
    /// not count.</summary>
    public static string Of(StageSpec stage) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{stage.Kind}\n{stage.Model}\n{PersonalMarks.Masked(stage.Parameters)}")));
}
