namespace EdgeFlow.Planning.LinearPrograms;

/// <summary>A variable that enters the basis.</summary>
/// <param name="Variable">Column j as j, the logical of row i as ~i.</param>
/// <param name="Direction">1 when it rises from its lower bound, -1 when it falls from its upper one.</param>
/// <param name="Reduced">Its reduced cost d.</param>
internal readonly record struct Entering(int Variable, int Direction, double Reduced);
