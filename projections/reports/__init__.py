"""Reports over the registers: questions that one register alone does not answer."""
