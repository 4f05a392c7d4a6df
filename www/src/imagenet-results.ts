/**
 * Who won ImageNet's classification contest, by year: the share of test images whose class is not among five guesses, in per cent.
 * 2010 to 2014 as listed by Russakovsky et al. 2015 (arXiv:1409.0575), later years by their own papers or the contest's page.
 */

export interface Source {
  /** Authors and year, as a reader would cite them. */
  cited: string;
  title: string;
  url: string;
  /** Its number on arXiv, if it is there. */
  arxiv?: string;
}

export interface Winner {
  year: number;
  team: string;
  /** Top-5 error on the test part, per cent. */
  error: number;
  /** Whether features were made by hand or learned. */
  features: 'hand-made' | 'learned';
  source: Source;
}

const arxiv = (cited: string, title: string, number: string): Source => ({ cited, title, url: `https://arxiv.org/abs/${number}`, arxiv: number });

export const SURVEY = arxiv('Russakovsky et al. 2015', 'ImageNet Large Scale Visual Recognition Challenge', '1409.0575');

export const WINNERS: Winner[] = [
  {
    year: 2010,
    team: 'NEC-UIUC',
    error: 28.2,
    features: 'hand-made',
    source: { cited: 'Lin et al. 2011', title: 'Large-scale image classification: fast feature extraction and SVM training, CVPR', url: 'https://doi.org/10.1109/CVPR.2011.5995477' },
  },
  {
    year: 2011,
    team: 'XRCE',
    error: 25.8,
    features: 'hand-made',
    source: { cited: 'Sánchez, Perronnin 2011', title: 'High-dimensional signature compression for large-scale image classification, CVPR', url: 'https://doi.org/10.1109/CVPR.2011.5995504' },
  },
  {
    year: 2012,
    team: 'AlexNet',
    error: 16.4,
    features: 'learned',
    source: { cited: 'Krizhevsky, Sutskever, Hinton 2012', title: 'ImageNet classification with deep convolutional neural networks, NIPS', url: 'https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks' },
  },
  { year: 2013, team: 'Clarifai', error: 11.7, features: 'learned', source: arxiv('Zeiler, Fergus 2013', 'Visualizing and understanding convolutional networks', '1311.2901') },
  { year: 2014, team: 'GoogLeNet', error: 6.7, features: 'learned', source: arxiv('Szegedy et al. 2014', 'Going deeper with convolutions', '1409.4842') },
  { year: 2015, team: 'ResNet', error: 3.57, features: 'learned', source: arxiv('He et al. 2015', 'Deep residual learning for image recognition', '1512.03385') },
  {
    year: 2016,
    team: 'Trimps-Soushen',
    error: 2.99,
    features: 'learned',
    source: { cited: 'ILSVRC 2016', title: 'Results of the Large Scale Visual Recognition Challenge 2016', url: 'https://image-net.org/challenges/LSVRC/2016/results' },
  },
  { year: 2017, team: 'SENet', error: 2.25, features: 'learned', source: arxiv('Hu et al. 2017', 'Squeeze-and-excitation networks', '1709.01507') },
];

/** AlexNet when it had also learned from more of ImageNet than the contest's images. */
export const WITH_EXTRA_DATA = { year: 2012, error: 15.3 };

/** One person who had trained for it, on 1,500 of the test images (the survey, section 6.4). */
export const HUMAN = 5.1;
