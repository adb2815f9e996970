// Calibrated designs: see CalibratedDesign.
