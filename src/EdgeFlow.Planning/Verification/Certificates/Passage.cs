namespace EdgeFlow.Planning.Verification.Certificates;

/// <summary>One direction of a link.</summary>
/// <param name="From">Number of the node left.</param>
/// <param name="To">Number of the node entered.</param>
/// <param name="Capacity">Capacity in bits a second.</param>
/// <param name="Resource">Name of what it uses.</param>
internal sealed record Passage(int From, int To, double Capacity, string Resource);
