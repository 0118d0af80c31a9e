using System.Globalization;

namespace EdgeFlow.Experiments.Reporting;

/// <summary>A mean with the half-width of its 95 % confidence interval by Student's t.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Half of the interval's width; 0 for one value.</param>
public readonly record struct Estimate(double Mean, double HalfWidth)
{
    private const double Normal = 1.96;

    // Quantile 0.975 of Student's t for 1 to 30 degrees of freedom.
    private static readonly double[] s_student =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12,
        2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Estimates from values; of none, all zero.</summary>
    public static Estimate Of(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return new Estimate(values.DefaultIfEmpty(0).Average(), 0);
        }

        var mean = values.Average();
        var freedom = values.Count - 1;
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / freedom);
        var quantile = freedom <= s_student.Length ? s_student[freedom - 1] : Normal;
        return new Estimate(mean, quantile * deviation / Math.Sqrt(values.Count));
    }

    /// <summary>Mean ± half-width, three digits that count.</summary>
    public override string ToString() => HalfWidth > 0 ? $"{Text(Mean)} ± {Text(HalfWidth)}" : Text(Mean);

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
