// Sampling validity: see SampleValidity.
