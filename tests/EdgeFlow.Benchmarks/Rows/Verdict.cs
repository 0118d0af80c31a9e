namespace EdgeFlow.Benchmarks.Rows;

/// <summary>Whether a row's bar is met.</summary>
internal enum Verdict
{
    /// <summary>It is.</summary>
    Met,

    /// <summary>It is not.</summary>
    Missed,

    /// <summary>There is no bar.</summary>
    Printed,

    /// <summary>It could not be measured on this machine.</summary>
    Skipped,
}
