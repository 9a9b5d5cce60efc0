using Xunit;

// torch counts its live tensors per process, and the tests that count them must be alone.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
